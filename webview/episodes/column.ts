import type { EpisodeSummary, SortColumn } from '../../src/protocol/episodeFiles.ts';
import { grouped, problemWords } from './words.ts';

/** A column of the list. */
export interface Column {
  readonly id: SortColumn;
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  /** Takes what the others leave; `width` is the least then. */
  readonly isWide?: boolean;
  readonly isNumber?: boolean;
  /** Shown until the reader chooses otherwise. */
  readonly isDefault?: boolean;
  text(episode: EpisodeSummary): string;
}

const numberOrNothing = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : grouped(value);

/** All columns, in their order. */
export const columns: readonly Column[] = [
  { id: 'line', title: 'Line', width: 62, isNumber: true, isDefault: true, text: row => grouped(row.line) },
  { id: 'ending', title: 'Outcome', width: 128, isDefault: true, text: row => row.ending },
  { id: 'task', title: 'Task', width: 110, isDefault: true, text: row => row.task },
  {
    id: 'reward',
    title: 'Reward',
    width: 88,
    isNumber: true,
    isDefault: true,
    text: row => (row.reward === null ? 'none' : String(row.reward)),
  },
  { id: 'steps', title: 'Steps', width: 62, isNumber: true, isDefault: true, text: row => grouped(row.steps) },
  { id: 'problems', title: 'Problems', width: 190, isDefault: true, text: row => problemWords(row.problems) },
  {
    id: 'instruction',
    title: 'Instruction',
    width: 180,
    isWide: true,
    isDefault: true,
    text: row => row.instruction,
  },
  { id: 'tokens', title: 'Tokens', width: 84, isNumber: true, text: row => numberOrNothing(row.tokens) },
  { id: 'policy', title: 'Policy', width: 150, text: row => row.policy },
  { id: 'rollout', title: 'Rollout', width: 76, isNumber: true, text: row => grouped(row.rollout) },
  { id: 'iteration', title: 'Iteration', width: 86, isNumber: true, text: row => numberOrNothing(row.iteration) },
  { id: 'split', title: 'Split', width: 76, text: row => row.split },
  { id: 'environment', title: 'Environment', width: 110, text: row => row.environment },
  { id: 'seed', title: 'Seed', width: 66, isNumber: true, text: row => String(row.seed) },
  { id: 'id', title: 'Episode', width: 150, text: row => row.id },
];

/** What columns are shown when nothing was chosen. */
export const defaultColumns: readonly SortColumn[] = columns.filter(({ isDefault }) => isDefault).map(({ id }) => id);

/** A grid's template for some columns, and the width below which it scrolls sideways. */
export function gridTemplate(shown: readonly Column[]): { readonly template: string; readonly width: number } {
  return {
    template: shown.map(({ width, isWide }) => (isWide ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' '),
    width: shown.reduce((sum, { width }) => sum + width, 0),
  };
}
