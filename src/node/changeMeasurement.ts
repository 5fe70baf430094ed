import type { ComparedPolicy } from '../engine/analysis/changesFile.ts';
import { type PairChange, pairChange } from '../engine/analysis/pairChange.ts';
import {
  type MeasuredEpisode,
  type MeasuredPolicy,
  type TurnChange,
  turnChanges,
} from '../engine/analysis/turnChange.ts';
import { type Checkpoint, checkpointIdentity, tokenizerOf } from '../engine/learner/checkpoint.ts';
import { checkCoverage } from '../engine/learner/coverage.ts';
import type { Tokenizer } from '../engine/learner/tokenizer.ts';
import type { ResolvedPair } from '../engine/preferences/resolvePair.ts';
import type { Trajectory } from '../engine/trajectory/trajectory.ts';
import type { SubjectPolicy } from './changeSubject.ts';
import { GradientPools } from './gradientPools.ts';
import { readPolicy } from './stages/trainStage.ts';

/** Two checkpoints that are loaded, and threads to ask them. */
export interface ChangeMeasurement {
  readonly before: ComparedPolicy;
  readonly after: ComparedPolicy;
  /** Each episode with its turns under both. Throws a `HumanError` for an episode of another world. */
  turns(episodes: Iterable<Trajectory> | AsyncIterable<Trajectory>): AsyncGenerator<MeasuredEpisode<Trajectory>, void>;
  /** Each pair's rewards; an episode that many pairs share is measured once. */
  rewards(pairs: readonly ResolvedPair[], beta: number): Promise<PairChange[]>;
  dispose(): Promise<void>;
}

export interface MeasurementOptions {
  readonly before: SubjectPolicy;
  readonly after: SubjectPolicy;
  readonly threads: number;
  readonly signal?: AbortSignal;
}

/** Loads both checkpoints. Throws a `HumanError` that names one that cannot be read, or where their words differ. */
export async function openMeasurement({
  before,
  after,
  threads,
  signal,
}: MeasurementOptions): Promise<ChangeMeasurement> {
  const checkpoints = { before: await readPolicy(before.path), after: await readPolicy(after.path) };
  const pools = new GradientPools(threads);
  const measured = (checkpoint: Checkpoint): MeasuredPolicy => ({ checkpoint, workers: pools.of(checkpoint.shape) });
  const policies = {
    before: measured(checkpoints.before),
    after: measured(checkpoints.after),
    ...(signal && { signal }),
  };
  const tokenizer = tokenizerOf(checkpoints.before);
  const turns: ChangeMeasurement['turns'] = episodes => turnChanges(covered(episodes, tokenizer), policies);
  return {
    before: { name: before.name, identity: checkpointIdentity(checkpoints.before) },
    after: { name: after.name, identity: checkpointIdentity(checkpoints.after) },
    turns,
    async rewards(pairs, beta) {
      const found = new Map<Trajectory, readonly TurnChange[]>();
      const episodes = new Set(pairs.flatMap(({ chosen, rejected }) => [chosen.trajectory, rejected.trajectory]));
      for await (const measured of turns(episodes)) found.set(measured.episode, measured.turns);
      return pairs.map(pair => pairChange(pair, beta, episode => found.get(episode)!));
    },
    dispose: () => pools.dispose(),
  };
}

async function* covered(
  episodes: Iterable<Trajectory> | AsyncIterable<Trajectory>,
  tokenizer: Tokenizer,
): AsyncGenerator<Trajectory> {
  for await (const episode of episodes) {
    checkCoverage(episode, tokenizer);
    yield episode;
  }
}
