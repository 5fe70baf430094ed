/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  readonly what: string;
  /** With its unit. */
  readonly measured: string;
  /** The same work done another way in the same run, with its unit. */
  readonly baseline: string;
  /** How many times better than the baseline; below 1 is worse. */
  readonly ratio: number;
  /** What was aimed at, as a person reads it. */
  readonly aim: string;
}
