import { visible } from '../trajectory/visible.ts';
import type { LineageStep } from './lineageFile.ts';
import { armNames, arms, type Place, type Stage, stageFolder, stages } from './place.ts';

/** One stage of a run in the graph of what was made from what. */
export interface LineageNode {
  /** The stage's folder; `from:` and a name for what comes from outside the run. */
  readonly id: string;
  /** Absent for what comes from outside. */
  readonly stage?: Stage;
  readonly place?: Place;
  /** What it made, in a word or two. */
  readonly title: string;
  /** Title and place, for who does not see the graph. */
  readonly name: string;
  /** How it went; empty where that is not known. */
  readonly summary: string;
  readonly state: 'done' | 'running' | 'given';
  /** Nodes that it was made from. */
  readonly from: readonly string[];
  /** From 0; columns are the stages in time, rows are seeds and arms. */
  readonly column: number;
  readonly row: number;
}

/** Who came from whom in a run, laid out in columns from left to right. */
export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  /** A heading a column; empty for the source column of what comes from outside. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

const titles: Readonly<Record<Stage, string>> = {
  pretrain: 'Model from nothing',
  demonstrate: 'Demonstrations',
  explore: 'Exploration',
  pairs: 'Pairs',
  train: 'Checkpoint',
  evaluate: 'Evaluation',
};

/** The graph of the finished stages, and of the one at work if there is one. */
export function lineageGraph(
  steps: readonly LineageStep[],
  running: { readonly place: Place; readonly stage: Stage } | undefined,
): LineageGraph {
  const makers = new Map(steps.flatMap(step => step.made.map(({ file }) => [file, step.folder] as const)));
  const parentsOf = ({ from }: LineageStep) => [...new Set(from.map(({ file }) => makers.get(file) ?? outside + file))];
  const all: Entry[] = steps.map(step => ({ ...step, id: step.folder, state: 'done', parents: parentsOf(step) }));
  const atWork = running && stageFolder(running.place, running.stage);
  if (running && atWork !== undefined && !all.some(({ id }) => id === atWork)) {
    const { place, stage } = running;
    all.push({ id: atWork, place, stage, state: 'running', parents: [] });
  }
  const hasSeeds = new Set(all.map(({ place }) => place.seed)).size > 1;
  const columns = sortedUnique(all.map(({ place, stage }) => columnKey(place, stage)));
  const rows = sortedUnique(all.map(({ place }) => rowKey(place)));
  const given = [...new Set(all.flatMap(({ parents }) => parents))].filter(id => id.startsWith(outside)).sort();
  const nodes = all.map(({ id, state, parents, place, stage, summary }) => ({
    id,
    stage,
    place,
    title: titles[stage],
    name: `${titles[stage]}, ${placeName(place, hasSeeds)}`,
    summary: state === 'running' ? 'at work' : visible(summary ?? ''),
    state,
    from: parents,
    column: columns.indexOf(columnKey(place, stage)) + (given.length > 0 ? 1 : 0),
    row: rows.indexOf(rowKey(place)),
  }));
  const sources = given.map((id, row) => sourceNode(id, row));
  return {
    nodes: [...sources, ...nodes],
    columns: [
      ...(given.length > 0 ? [''] : []),
      ...columns.map(key => (Math.floor(key / 10) === 0 ? 'Cloning' : `Iteration ${Math.floor(key / 10)}`)),
    ],
    rows: rows.map(key => rowName(key, hasSeeds)),
  };
}

interface Entry {
  readonly id: string;
  readonly place: Place;
  readonly stage: Stage;
  readonly state: 'done' | 'running';
  readonly parents: readonly string[];
  readonly summary?: string;
}

const outside = 'from:';

function sourceNode(id: string, row: number): LineageNode {
  const file = id.slice(outside.length);
  const title = file === 'base' ? 'Base policy' : visible(file.replace(/^checkpoint:/, ''));
  return { id, title, name: title, summary: 'given', state: 'given', from: [], column: 0, row };
}

function columnKey({ iteration }: Place, stage: Stage): number {
  return iteration * 10 + stages.indexOf(stage);
}

/** Arms in their order below each seed. */
function rowKey({ seed, arm }: Place): number {
  return seed * 10 + arms.indexOf(arm);
}

function rowName(key: number, hasSeeds: boolean): string {
  const arm = armNames[arms[key % 10]!];
  return hasSeeds ? `Seed ${Math.floor(key / 10)}, ${arm}` : arm;
}

function placeName({ seed, arm, iteration }: Place, hasSeeds: boolean): string {
  const where = iteration === 0 && arm === 'eto' ? 'cloning' : `${armNames[arm]}, iteration ${iteration}`;
  return hasSeeds ? `seed ${seed}, ${where}` : where;
}

function sortedUnique(keys: readonly number[]): number[] {
  return [...new Set(keys)].sort((a, b) => a - b);
}
