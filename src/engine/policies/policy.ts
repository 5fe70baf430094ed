import type { Ending, History, Turn } from '../trajectory/trajectory.ts';

/** Circumstances of one turn. */
export interface ActOptions {
  /** Names the episode among those running now: the key of whatever a policy caches between its turns. */
  readonly episode: string;
  /** Seed of this very turn: the same history, options and seed give the same turn where the policy can promise it. */
  readonly seed: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** Valid actions now, where the environment can list them. Computed when first read. */
  readonly admissible?: readonly string[];
  readonly signal: AbortSignal;
}

/** A policy's word that the episode cannot go on: data, not an exception, and not a reward of 0. */
export interface Halt {
  readonly halted: Exclude<Ending, 'success' | 'done' | 'step-limit' | 'invalid-limit'>;
  readonly message: string;
}

/** Chooses the next turn. One policy serves many episodes at once. */
export interface Policy {
  /** Recorded as the trajectory's source. */
  readonly name: string;
  /** Whether equal history, options and seed give an equal turn. */
  readonly deterministic: boolean;
  /**
   * Whether turns can be expected at all: to be called once before exploring. Rejects with a `HumanError` that says what
   * to change (a server that is not there, a key that is not accepted, a model that does not exist).
   */
  check?(signal: AbortSignal): Promise<void>;
  /**
   * The next turn, or why there is none. Rejects with the signal's reason; with a `HumanError` when no episode can go on,
   * so that the run has to stop with this episode owed; else only for a bug.
   */
  act(history: History, options: ActOptions): Promise<Turn | Halt>;
  /** The episode is over: whatever was kept for it can go. */
  forget?(episode: string): void;
  dispose?(): Promise<void>;
}
