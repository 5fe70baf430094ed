import { type Checkpoint, checkpointIdentity, type Provenance, tokenizerOf } from '../learner/checkpoint.ts';
import { checkCoverage } from '../learner/coverage.ts';
import type { GradientWorkers } from '../learner/gradientWorkers.ts';
import type { Schedule } from '../learner/schedule.ts';
import { sequenceOf } from '../learner/sequence.ts';
import { type SftMetrics, sft } from '../learner/sft.ts';
import { freshState, type TrainerState } from '../learner/trainerState.ts';
import { HumanError } from '../problem.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';

/** What every training of the built-in model is told besides its data. */
export interface TrainingRun {
  /** The policy that training starts from; it is not changed. */
  readonly start: Checkpoint;
  readonly workers: GradientWorkers;
  readonly seed: number;
  /** Goes on from here instead of from the first step. */
  readonly resume?: TrainerState;
  /** Told the state that training works on, once, before the first step: whoever wants to save it keeps it. */
  readonly onState?: (state: TrainerState) => void;
  readonly signal?: AbortSignal;
}

/** Settings of an optimiser run, as `train` of contrail.json has them. */
export interface OptimiserSettings {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly warmup: number;
  readonly schedule: 'cosine' | 'constant';
  readonly finalRate: number;
  /** Largest norm of the gradient; 0 never clips. */
  readonly clip: number;
}

/**
 * Behavioural cloning of trajectories (Song et al. 2024, Eq. 3): loss on agent tokens alone. Yields one value an
 * optimiser step, returns the new policy. Throws a `HumanError` when there is nothing to learn from.
 */
export async function* imitate(
  run: TrainingRun,
  stage: 'cloning' | 'rft',
  trajectories: readonly Trajectory[],
  settings: OptimiserSettings,
): AsyncGenerator<SftMetrics, Checkpoint> {
  const tokenizer = tokenizerOf(run.start);
  for (const trajectory of trajectories) checkCoverage(trajectory, tokenizer);
  const sequences = trajectories.map(trajectory => sequenceOf(trajectory, tokenizer));
  if (!sequences.some(({ weights }) => weights.some(weight => weight > 0)))
    throw new HumanError(
      'There is nothing to clone: no trajectory has a turn of the agent. Ask for more demonstrations.',
    );
  const state = stateOf(run);
  yield* sft({ ...optimiserOptions(run, state, settings), sequences });
  return trained(run, state, { stage, settings: { ...settings, trajectories: trajectories.length } });
}

/** The state to train on: fresh from the starting policy, or the one to resume. */
export function stateOf({ start, resume, onState }: TrainingRun): TrainerState {
  const state = resume ?? freshState(start.parameters.slice());
  if (state.parameters.length !== start.parameters.length)
    throw new HumanError(
      'The saved training state is of a model of another size. Delete the stage folder and train again.',
    );
  onState?.(state);
  return state;
}

export function optimiserOptions(run: TrainingRun, state: TrainerState, settings: OptimiserSettings) {
  const schedule: Schedule = { kind: settings.schedule, warmUp: settings.warmup, floor: settings.finalRate };
  const { workers, seed, signal } = run;
  const { epochs, batch, learningRate } = settings;
  const clip = settings.clip === 0 ? Number.POSITIVE_INFINITY : settings.clip;
  return { workers, state, epochs, batch, learningRate, schedule, clip, seed, ...(signal && { signal }) };
}

/** The policy that training has led to, with its ancestry. */
export function trained(
  { start, seed }: TrainingRun,
  { parameters }: TrainerState,
  { stage, settings }: Pick<Provenance, 'stage' | 'settings'>,
): Checkpoint {
  if (!parameters.every(Number.isFinite))
    throw new HumanError('Training diverged: some parameters are not finite. Train again with a lower learning rate.');
  return { ...start, parameters, provenance: { stage, parent: checkpointIdentity(start), seed, settings } };
}
