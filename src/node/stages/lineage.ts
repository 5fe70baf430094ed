import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import type { LineageStep } from '../../engine/iteration/lineageFile.ts';
import { folderStage } from '../../engine/iteration/place.ts';
import type { RunFolder } from './runFolder.ts';
import type { StageMarker } from './runStage.ts';

/** `lineage.json`: leads from any checkpoint back to its pairs, and from any pair to its episodes. */
export interface Lineage {
  readonly format: 'contrail-lineage-1';
  readonly nodes: readonly LineageStep[];
}

/** Every finished stage of a run with its folder, in order of the folders' names. */
export async function readMarkers(run: RunFolder): Promise<{ folder: string; marker: StageMarker }[]> {
  const names = await readdir(run.path, { recursive: true });
  const folders = names
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => posix.basename(name) === 'stage.json')
    .map(name => posix.dirname(name))
    .filter(folder => folderStage(folder) !== undefined)
    .sort();
  return Promise.all(
    folders.map(async folder => ({ folder, marker: (await run.readJson(`${folder}/stage.json`)) as StageMarker })),
  );
}

/** Writes `lineage.json` anew from the markers of the stages that are done. */
export async function writeLineage(run: RunFolder): Promise<void> {
  await run.write('lineage.json', `${JSON.stringify(await readLineage(run), undefined, 2)}\n`);
}

/** What made what in a run, from the markers of the stages that are done. */
export async function readLineage(run: RunFolder): Promise<Lineage> {
  const nodes = (await readMarkers(run)).map(({ folder, marker }): LineageStep => {
    const { stage, place, from, made } = marker;
    return { folder, stage, place, from, made };
  });
  return { format: 'contrail-lineage-1', nodes };
}

/** The way back from a file of the run: the stage that made it, then those that made what it was made from. */
export function ancestry(lineage: Lineage, file: string): LineageStep[] {
  const found: LineageStep[] = [];
  const visit = (name: string) => {
    const node = lineage.nodes.find(({ made }) => made.some(artifact => artifact.file === name));
    if (!node || found.includes(node)) return;
    found.push(node);
    for (const source of node.from) visit(source.file);
  };
  visit(file);
  return found;
}
