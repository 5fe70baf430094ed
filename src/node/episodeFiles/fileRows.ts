import type { EpisodeRow, FileStatus, ProblemRow } from '../../protocol/episodeFiles.ts';
import { decodeLine } from './lineDecoder.ts';
import { LineIndex, mostRows } from './lineIndex.ts';
import { summaryOf } from './summary.ts';
import { SummaryTable } from './summaryTable.ts';

/** So much of a malformed line is shown, in characters. */
const headLength = 200;

/** Problems are kept of so many lines; those of others are found again by reading the line again. */
const keptProblems = 1000;

/** What is counted of the rows that are summarised. */
interface Tally {
  readonly malformed: number;
  /** Episodes with a reward, their rewards in total, how many of them succeeded. */
  readonly judged: number;
  readonly rewards: number;
  readonly successes: number;
}

/** What is read of a row. */
export interface RowLine {
  readonly bytes: Buffer;
  /** Whether these are all bytes of the line; of one that is too long only the first are read. */
  readonly isWhole: boolean;
}

/** The rows of one state of a file: where they lie, and what is known of them. */
export class FileRows {
  readonly index = new LineIndex();
  readonly table: SummaryTable = new SummaryTable(row => this.index.line(row));
  readonly #file: string;
  readonly #problems = new Map<number, ProblemRow>();
  #summarised = 0;
  #edits = 0;
  #tally: Tally = { malformed: 0, judged: 0, rewards: 0, successes: 0 };

  constructor(file: string) {
    this.#file = file;
  }

  /** The first so many rows are all known. */
  get summarised(): number {
    return this.#summarised;
  }

  /** How often a row was taken back. */
  get edits(): number {
    return this.#edits;
  }

  /** Figures of the rows that are summarised. */
  figures(): Pick<FileStatus, 'summarised' | 'malformed' | 'averageReward' | 'successRate'> {
    const { malformed, judged, rewards, successes } = this.#tally;
    return {
      summarised: this.#summarised,
      malformed,
      averageReward: judged > 0 ? rewards / judged : null,
      successRate: judged > 0 ? successes / judged : null,
    };
  }

  /** What is known of a row; undefined when it has to be read for that. */
  row(row: number): EpisodeRow | undefined {
    if (!this.table.isKnown(row)) return undefined;
    return this.table.malformed(row) ? this.#problems.get(row) : this.table.summary(row);
  }

  /** Takes in a row's line. */
  enter(row: number, { bytes, isWhole }: RowLine): void {
    const at = { file: this.#file, line: this.index.line(row) };
    const read =
      row === mostRows - 1 ? { problem: { ...at, message: tooManyRows } } : decodeLine(isWhole ? bytes : undefined, at);
    if ('value' in read) {
      this.table.setEpisode(row, summaryOf(read.value, at.line));
      return;
    }
    this.table.setMalformed(row);
    this.#keepProblem(row, { line: at.line, problem: read.problem, head: headOf(bytes) });
  }

  /** Counts the known rows that follow the summarised ones. */
  advance(): void {
    while (this.#summarised < this.index.rows && this.table.isKnown(this.#summarised))
      this.#count(this.#summarised++, 1);
  }

  /** Forgets the last row, whose line goes on. */
  dropTail(): void {
    this.index.dropTail();
    const row = this.index.rows;
    if (this.#summarised > row) this.#count(--this.#summarised, -1);
    this.table.forget(row);
    this.#problems.delete(row);
    this.#edits++;
  }

  #count(row: number, sign: 1 | -1): void {
    const { malformed, judged, rewards, successes } = this.#tally;
    const reward = this.table.number('reward')(row);
    if (this.table.malformed(row)) this.#tally = { ...this.#tally, malformed: malformed + sign };
    else if (!Number.isNaN(reward))
      this.#tally = {
        malformed,
        judged: judged + sign,
        rewards: rewards + sign * reward,
        successes: successes + sign * this.table.number('success')(row),
      };
  }

  #keepProblem(row: number, problem: ProblemRow): void {
    const [oldest] = this.#problems.keys();
    if (this.#problems.size >= keptProblems && oldest !== undefined) this.#problems.delete(oldest);
    this.#problems.set(row, problem);
  }
}

const tooManyRows = `A list holds ${mostRows.toLocaleString('en')} lines at most: what stands from here on is not listed. Split the file.`;

/** The beginning of a line for people, whatever bytes it is made of. */
function headOf(bytes: Buffer): string {
  return bytes.toString('utf8', 0, headLength * 4).slice(0, headLength);
}
