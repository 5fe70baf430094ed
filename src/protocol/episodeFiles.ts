import type { Alignment } from '../engine/analysis/alignment.ts';
import type { EpisodeChange } from '../engine/analysis/changesFile.ts';
import type { Repetition } from '../engine/analysis/loops.ts';
import type { StepProblem, StepProblemKind } from '../engine/analysis/problems.ts';
import type { Problem } from '../engine/problem.ts';
import type { EpisodePart } from '../engine/trajectory/part.ts';
import type { TrajectoryText } from '../engine/trajectory/text.ts';
import type { Ending, History, Outcome, Source, Split, Task } from '../engine/trajectory/trajectory.ts';

/** One line of a file of episodes, as a list shows it. */
export type EpisodeRow = EpisodeSummary | ProblemRow;

/** What a list tells of one episode without its steps. */
export interface EpisodeSummary {
  /** 1-based line in its file. */
  readonly line: number;
  readonly id: string;
  readonly environment: string;
  readonly split: Split;
  /** The task's id. */
  readonly task: string;
  /** At most some hundred characters of it; cut ones end with `…`. */
  readonly instruction: string;
  /** Null when the episode could not be judged. */
  readonly reward: number | null;
  readonly success: boolean;
  readonly ending: Ending;
  readonly steps: number;
  /** Prompt and completion tokens over all turns; null where none were counted. */
  readonly tokens: number | null;
  /** How many steps have each problem; kinds that do not occur are absent. */
  readonly problems: Readonly<Partial<Record<StepProblemKind, number>>>;
  readonly policy: string;
  readonly seed: number;
  readonly rollout: number;
  /** Absent outside a loop. */
  readonly iteration?: number;
}

/** A line that is no episode: a row like the others, so that nobody misses it. */
export interface ProblemRow {
  readonly line: number;
  readonly problem: Problem;
  /** The beginning of the line as it stands there, at most some hundred characters. */
  readonly head: string;
}

/** In what order and selection a view wants its rows. */
export interface EpisodeView {
  /** In the filter language of `engine/query`; empty for all rows. */
  readonly filter: string;
  readonly sort: readonly SortKey[];
  /** Whether rows of one task stand together below a heading. */
  readonly group: 'none' | 'task';
}

/** What rows can be sorted by. Rows without a value, and malformed lines, come last in both directions. */
export const sortColumns = [
  'line',
  'id',
  'environment',
  'split',
  'task',
  'instruction',
  'reward',
  'success',
  'ending',
  'steps',
  'tokens',
  'problems',
  'policy',
  'seed',
  'rollout',
  'iteration',
] as const;

export type SortColumn = (typeof sortColumns)[number];

export interface SortKey {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** How far the reading of a file has come. Rows come in the file's order while it is read. */
export interface FileStatus {
  /** The file's bytes, and those whose lines are found; rows can be asked for as soon as their line is. */
  readonly bytes: number;
  readonly indexed: number;
  readonly rows: number;
  /** Rows whose summary is known; filters, sorting and the figures below speak of these. */
  readonly summarised: number;
  /** Lines that are no episodes. */
  readonly malformed: number;
  /** Of the judged ones among the summarised: mean of rewards, and the part that succeeded; null without any. */
  readonly averageReward: number | null;
  readonly successRate: number | null;
  /** Whether everything that stands in the file now is summarised. */
  readonly complete: boolean;
  /** Goes up whenever rows were added or replaced. */
  readonly version: number;
}

/** A heading above the rows of one task, in a grouped view. Tasks come in the order of their first row. */
export interface GroupRow {
  /** The task's id; empty above malformed lines, which come last. */
  readonly group: string;
  readonly instruction: string;
  readonly episodes: number;
  readonly successes: number;
  readonly averageReward: number | null;
}

/** Some rows of a view. */
export interface RowPage {
  readonly version: number;
  /** All rows of the view, headings included, whether in this page or not. */
  readonly total: number;
  /** Episodes and malformed lines that pass the filter. */
  readonly matches: number;
  readonly rows: readonly (EpisodeRow | GroupRow)[];
  /** Why the filter could not be understood; the page then holds no rows. */
  readonly filterProblem?: { readonly from: number; readonly to: number; readonly message: string };
}

/** One bar of the histogram of rewards. */
export interface RewardBar {
  /** From (inclusive) to (exclusive; the last bar inclusive). Both null for the bar of episodes without a reward. */
  readonly from: number | null;
  readonly to: number | null;
  readonly episodes: number;
}

/** Which episode: by its id, by its line, or by both; the line is tried first and must agree with the id. */
export interface EpisodeKey {
  readonly path: string;
  readonly id?: string;
  readonly line?: number;
}

/** Which episode of a file of changes. */
export interface TurnChangesKey {
  /** The `changes.jsonl`. */
  readonly path: string;
  /** Another one whenever that file has changed. */
  readonly state: string;
  /** Its bytes, where it is not on this machine's disks. */
  readonly bytes?: Uint8Array;
  /** The trajectory file as the file of changes names it. */
  readonly file: string;
  readonly id: string;
}

/** How an episode is shown. */
export interface EpisodeDisplay {
  /** Lines that each observation, thought or action takes at most (`trajectoryText`); all of them when absent. */
  readonly observationLines?: number;
  /** The episode that it is compared with, and on which side it stands then itself (`alignedText`). */
  readonly against?: EpisodeKey & { readonly side: 'left' | 'right' };
}

/** A line that is no episode: its problem, and the line as it stands there, cut after a million bytes. */
export interface MalformedEpisode {
  readonly problem: Problem;
  readonly raw: string;
  /** Bytes of the line that `raw` leaves out. */
  readonly omitted: number;
}

/** An episode that stands in the step journal and is not finished: it runs, or ran when its process ended. */
export interface RunningEpisode {
  readonly id: string;
  readonly task: Task;
  readonly rollout: number;
  readonly steps: number;
  /** When it was opened and when its last step was taken, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly changedAt: number;
}

/** An episode with all that an editor needs to show it. One that still runs has neither outcome nor line. */
export interface OpenedEpisode {
  readonly id: string;
  readonly line?: number;
  readonly history: History;
  readonly outcome?: Outcome;
  readonly source?: Source;
  readonly text: TrajectoryText;
  readonly problems: readonly StepProblem[];
  readonly repetitions: readonly Repetition[];
  /** Step by step beside the episode that it is compared with. */
  readonly alignment?: Alignment;
}

/**
 * Files of episodes, read in a thread of their own. `path` is a file on this machine; for others the host gives the
 * bytes with `provide` first. Calls reject with a `HumanError` when a file cannot be read.
 */
export interface EpisodeFiles {
  /** Begins to read a file, or reads on one that has grown (a file that was replaced is read anew). */
  status(params: { readonly path: string }): Promise<FileStatus>;
  /**
   * As `status`, but answers only when the version is another than `version`: while a file is read some times a second,
   * then when the file changes. A call that its signal aborts is let go of.
   */
  changed(params: { readonly path: string; readonly version: number }, signal: AbortSignal): Promise<FileStatus>;
  /**
   * Rows `from` (0-based) on of the view, `count` of them at most; fewer where their lines are long and not read yet: ask
   * again for the others. While a file is read, a filter, an order and groups speak of what is summarised.
   */
  rows(params: {
    readonly path: string;
    readonly view: EpisodeView;
    readonly from: number;
    readonly count: number;
  }): Promise<RowPage>;
  /** Where in a view a line stands: its 0-based row, or null when the filter hides it. */
  rowOf(params: { readonly path: string; readonly view: EpisodeView; readonly line: number }): Promise<number | null>;
  /** How the rewards of the rows of a view are spread, ten bars and one for episodes without a reward. */
  histogram(params: { readonly path: string; readonly filter: string }): Promise<readonly RewardBar[]>;
  /** Some values of a field of the filter language that begin with or else contain `prefix`, the most frequent first. */
  values(params: {
    readonly path: string;
    readonly field: string;
    readonly prefix: string;
  }): Promise<readonly string[]>;
  /**
   * One episode with its text; from the step journal beside the file while it does not stand in the file. Rejects with
   * a `HumanError` when neither has it.
   */
  episode(params: EpisodeKey & EpisodeDisplay): Promise<OpenedEpisode | MalformedEpisode>;
  /** A part of an episode in full (`partText` of the engine). Rejects as `episode` does, and for a malformed line. */
  part(params: EpisodeKey & { readonly part: EpisodePart }): Promise<string>;
  /** How likely two policies find the turns of an episode; undefined where the file does not tell. */
  turnChanges(params: TurnChangesKey): Promise<EpisodeChange | undefined>;
  /** The unfinished episodes in the step journal beside the file, the newest first; none without a journal. */
  running(params: { readonly path: string }): Promise<readonly RunningEpisode[]>;
  /** The bytes of a file that is not on this machine's disks. */
  provide(params: { readonly path: string; readonly bytes: Uint8Array }): Promise<void>;
  /** Lets go of a file as soon as no call about it is in progress; a later call reads it again. */
  close(params: { readonly path: string }): Promise<void>;
}
