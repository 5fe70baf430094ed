import { type BootstrapOptions, Resampling } from './resampling.ts';

/** What one run of an arm (its seed) scored on one task: a reward, or 1 and 0 for success and failure. */
export interface Score {
  readonly seed: number;
  readonly task: string;
  readonly value: number;
}

/** A mean and the range that holds it with 95 % confidence. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
  readonly tasks: number;
  readonly method: 'wilson' | 'bootstrap';
}

/** One cell a seed and task: the mean of its scores, 0 where there is none. Row after row, a row a seed. */
interface Table {
  readonly cells: Float64Array;
  /** 1 a cell with scores, else 0. */
  readonly known: Uint8Array;
  readonly seeds: number;
  readonly tasks: number;
}

/**
 * The mean over seeds and tasks with its 95 % interval, null without scores. Successes of a single seed get Wilson's
 * score interval. Everything else is bootstrapped over seeds and tasks at once: each resample draws the seeds and, apart
 * from them, the tasks with replacement, as both are samples of what could have been run (crossed design). With few
 * seeds the range is too narrow, as every bootstrap of few draws is.
 */
export function scoreInterval(scores: readonly Score[], options: BootstrapOptions | Resampling): Interval | null {
  const table = tableOf(scores);
  const binary = table.cells.every(value => value === 0 || value === 1);
  return table.seeds === 1 && binary ? wilson(table) : bootstrap(table, options);
}

/**
 * The mean of `scores` minus `baseline` with its 95 % interval, over the seeds and tasks that both have: paired, as the
 * spread between seeds is far larger than the difference between arms. Null when nothing is shared.
 */
export function differenceInterval(
  scores: readonly Score[],
  baseline: readonly Score[],
  options: BootstrapOptions | Resampling,
): Interval | null {
  const means = meansByCell(baseline);
  const differences = [...meansByCell(scores)].flatMap(([key, { seed, task, value }]) => {
    const other = means.get(key);
    return other ? [{ seed, task, value: value - other.value }] : [];
  });
  return bootstrap(tableOf(differences), options);
}

/** `82.8 [77.2, 88.0]`: a share or a reward in percent, as ETO's tables have it. */
export function intervalText({ mean, low, high }: Interval): string {
  const percent = (value: number) => (value * 100).toFixed(1).replace(/^-(0\.0)$/, '$1');
  return `${percent(mean)} [${percent(low)}, ${percent(high)}]`;
}

function meansByCell(scores: readonly Score[]): Map<string, Score> {
  const sums = new Map<string, Score & { count: number }>();
  for (const { seed, task, value } of scores) {
    const key = `${seed}\u0000${task}`;
    const { value: sum, count } = sums.get(key) ?? { value: 0, count: 0 };
    sums.set(key, { seed, task, value: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([key, { seed, task, value, count }]) => [key, { seed, task, value: value / count }]));
}

function tableOf(scores: readonly Score[]): Table {
  const cells = [...meansByCell(scores).values()];
  const seeds = new Map(
    [...new Set(cells.map(cell => cell.seed))].sort((a, b) => a - b).map((seed, row) => [seed, row]),
  );
  const tasks = new Map([...new Set(cells.map(cell => cell.task))].sort().map((task, column) => [task, column]));
  const values = new Float64Array(seeds.size * tasks.size);
  const known = new Uint8Array(values.length);
  for (const { seed, task, value } of cells) {
    const cell = seeds.get(seed)! * tasks.size + tasks.get(task)!;
    values[cell] = value;
    known[cell] = 1;
  }
  return { cells: values, known, seeds: seeds.size, tasks: tasks.size };
}

/** Wilson 1927: unlike the normal approximation it holds at 0 %, at 100 % and with few tasks. */
function wilson({ cells, seeds, tasks }: Table): Interval {
  const z = 1.959964;
  const n = cells.length;
  const mean = cells.reduce((sum, value) => sum + value, 0) / n;
  const center = (mean + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((mean * (1 - mean)) / n + z ** 2 / (4 * n ** 2));
  // Rounding aside, the interval holds the mean at 0 and at 1 too.
  const low = Math.max(0, Math.min(mean, center - half));
  const high = Math.min(1, Math.max(mean, center + half));
  return { mean, low, high, seeds, tasks, method: 'wilson' };
}

function bootstrap(table: Table, options: BootstrapOptions | Resampling): Interval | null {
  const { seeds, tasks } = table;
  if (table.cells.length === 0) return null;
  const resampling = options instanceof Resampling ? options : new Resampling(options);
  const { rows, columns } = resampling.of(seeds, tasks);
  const means: number[] = [];
  for (let replicate = 0; replicate < resampling.replicates; replicate++) {
    const [row, column] = [replicate * seeds, replicate * tasks];
    const mean = weightedMean(table, rows.subarray(row, row + seeds), columns.subarray(column, column + tasks));
    // A resample of a table with holes may hit holes alone.
    if (!Number.isNaN(mean)) means.push(mean);
  }
  means.sort((a, b) => a - b);
  const mean = weightedMean(table, new Uint32Array(seeds).fill(1), new Uint32Array(tasks).fill(1));
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975), seeds, tasks, method: 'bootstrap' };
}

function weightedMean(
  { cells, known, seeds, tasks }: Table,
  seedWeights: Uint32Array,
  taskWeights: Uint32Array,
): number {
  let sum = 0;
  let count = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const seedWeight = seedWeights[seed]!;
    if (seedWeight === 0) continue;
    let rowSum = 0;
    let rowCount = 0;
    for (let task = 0, cell = seed * tasks; task < tasks; task++, cell++) {
      rowSum += taskWeights[task]! * cells[cell]!;
      rowCount += taskWeights[task]! * known[cell]!;
    }
    sum += seedWeight * rowSum;
    count += seedWeight * rowCount;
  }
  return sum / count;
}

/** Linear between the neighbouring order statistics. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
