import type { SplitMetrics } from '../analysis/metrics.ts';
import type { PreferenceStock } from '../training/preferenceSources.ts';
import type { Split } from '../trajectory/trajectory.ts';
import type { Place, Stage } from './place.ts';

/** A file that a stage wrote, and its identity: what lineage links. */
export interface Artifact {
  /** Relative to the run folder, `/` as separator. */
  readonly file: string;
  /** Hex sha256 of the content. */
  readonly hash: string;
}

/** A policy that a stage made or starts from; `file` is `base` for the one that Contrail ships. */
export type PolicyArtifact = Artifact;

/** How one evaluation episode ended; with several rollouts a task, its best. */
export interface TaskScore {
  readonly task: string;
  /** Null where the episode could not be judged. */
  readonly reward: number | null;
  readonly success: boolean;
}

/** How a policy did: a pure function of the episodes in `episodes`. */
export interface Evaluation {
  readonly episodes: Artifact;
  readonly metrics: SplitMetrics;
  readonly scores: Readonly<Partial<Record<Split, readonly TaskScore[]>>>;
}

/** What a stage reports while it works; times are added by the job that records it. */
export type StageNews =
  | { readonly kind: 'stage-started'; readonly what: string }
  | StageUpdate
  | { readonly kind: 'stage-finished'; readonly summary: string; readonly reused: boolean };

/** What happens between a stage's start and its end. */
export type StageUpdate =
  | { readonly kind: 'stage-progress'; readonly done: number; readonly total: number; readonly note?: string }
  | { readonly kind: 'stage-metrics'; readonly values: Readonly<Record<string, number>> };

export type StageEvent = { readonly place: Place; readonly stage: Stage } & StageNews;

/** A stage at work: yields its progress and returns what it made. A stage that finds its work done returns at once. */
export type StageRun<T> = AsyncGenerator<StageEvent, T>;

/** The stages of a run as the loop sees them; `src/node` implements them over folders. */
export interface Stages {
  /** Expert trajectories on the demonstration tasks of this seed. */
  demonstrate(place: Place): StageRun<Artifact>;
  /** Behavioural cloning (paper §3.1). */
  clone(place: Place, demonstrations: Artifact): StageRun<PolicyArtifact>;
  /** k rollouts a training task. */
  explore(place: Place, policy: PolicyArtifact): StageRun<Artifact>;
  /** Preference pairs from the exploration (paper §3.2). */
  pair(place: Place, exploration: Artifact, demonstrations: Artifact): StageRun<Artifact>;
  /** Trajectory DPO (paper Eq. 11) with what the configuration chooses of the stock; `beta` overrides the configuration's. */
  prefer(
    place: Place,
    stock: PreferenceStock<PolicyArtifact, Artifact> & { readonly beta?: number },
  ): StageRun<PolicyArtifact>;
  /** Rejection-sampling fine-tuning: cloning of the policy's own successes (paper §4.1). */
  imitate(
    place: Place,
    start: {
      policy: PolicyArtifact;
      exploration: Artifact;
      demonstrations: Artifact;
    },
  ): StageRun<PolicyArtifact>;
  /** Plays the evaluation splits; more than one rollout keeps each task's best (Best-of-N). */
  evaluate(place: Place, policy: PolicyArtifact, rollouts?: number): StageRun<Evaluation>;
}
