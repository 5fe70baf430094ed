import type { ReportRow } from './report.ts';

/** A column of the paper's main table: an environment and its split. */
export const paperColumns = [
  { environment: 'WebShop', split: '', iterations: 2 },
  { environment: 'ScienceWorld', split: 'seen', iterations: 2 },
  { environment: 'ScienceWorld', split: 'unseen', iterations: 2 },
  { environment: 'ALFWorld', split: 'seen', iterations: 1 },
  { environment: 'ALFWorld', split: 'unseen', iterations: 1 },
] as const;

/** A line of the paper's main table: average reward × 100, in the order of `paperColumns`. */
export interface PaperRow {
  readonly method: string;
  readonly rewards: readonly [number, number, number, number, number];
}

/** Where the figures come from, and what they are not. */
export const paperSource =
  'Song et al. 2024 (arXiv 2403.02502), Table 2: average reward × 100, Llama-2-7B-Chat unless named. Another model on other tasks: a landmark, not a comparison.';

/** Table 2 of the paper. */
export const paperRows: readonly PaperRow[] = [
  { method: 'GPT-4', rewards: [63.2, 64.8, 64.4, 42.9, 38.1] },
  { method: 'GPT-3.5-Turbo', rewards: [62.4, 16.5, 13.0, 7.9, 10.5] },
  { method: 'Llama-2-7B-Chat', rewards: [17.9, 3.8, 3.1, 0.0, 0.0] },
  { method: 'SFT', rewards: [63.1, 67.4, 53.0, 60.0, 67.2] },
  { method: 'Best-of-N (N = 10)', rewards: [63.8, 70.2, 57.6, 62.1, 69.4] },
  { method: 'RFT', rewards: [63.6, 71.6, 54.3, 62.9, 66.4] },
  { method: 'PPO', rewards: [64.2, 59.4, 51.7, 22.1, 29.1] },
  { method: 'ETO', rewards: [67.4, 73.8, 65.0, 68.6, 72.4] },
];

/**
 * The paper's figures for the method of a row of results, in the order of `paperColumns`; null where it has none. Its
 * ETO ran two iterations, on ALFWorld one; its RFT one round.
 */
export function paperFigures({ arm, iteration, trained }: ReportRow): readonly (number | null)[] {
  const figures = (method: string) => paperRows.find(row => row.method === method)!.rewards;
  if (arm === 'eto' && iteration > 0)
    return figures('ETO').map((reward, column) => (paperColumns[column]!.iterations === iteration ? reward : null));
  if (arm === 'eto' && trained) return figures('SFT');
  if (arm === 'rft' && iteration === 1) return figures('RFT');
  if (arm === 'best-of-n') return figures('Best-of-N (N = 10)');
  return paperColumns.map(() => null);
}
