import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hashOf } from '../../engine/configuration/canonical.ts';
import type { PolicyArtifact, StageRun, StageUpdate } from '../../engine/iteration/stages.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../engine/learner/checkpoint.ts';
import type { StepMetrics } from '../../engine/learner/optimise.ts';
import { readState, type TrainerState, writeState } from '../../engine/learner/trainerState.ts';
import type { TrainingRun } from '../../engine/training/imitation.ts';
import { errorCode, fileError } from '../fileError.ts';
import { writeWhole } from '../wholeFile.ts';
import { basePolicy, basePolicyPath } from './basePolicy.ts';
import { runStage, type StageProduct, type StageSpec } from './runStage.ts';
import type { StageContext } from './stageContext.ts';

/** One training of the built-in model: everything but how it is done. */
export interface TrainStage<M extends StepMetrics> extends Omit<StageSpec, 'stage'> {
  readonly settings: object;
  readonly start: PolicyArtifact;
  train(run: TrainingRun): AsyncGenerator<M, Checkpoint> | Promise<AsyncGenerator<M, Checkpoint>>;
}

/** Steps between two saves of a training that is not done: at most these are trained again after a kill. */
const saveEvery = 25;

const policyFile = 'checkpoint.policy';

/**
 * Trains in `train` of a place. The state is saved as training goes on, and an interrupted training resumes from it to
 * the same bits; the metrics of the steps between are reported again.
 */
export function trainStage<M extends StepMetrics>(
  context: StageContext,
  { start, train, settings: whole, ...rest }: TrainStage<M>,
): StageRun<PolicyArtifact> {
  const { limit } = context;
  const settings = limit === undefined ? whole : { ...whole, limit };
  const spec: StageSpec = { ...rest, settings, stage: 'train' };
  return runStage(context, spec, async function* (folder) {
    const checkpoint = await loadPolicy(context, start);
    // Named by all that decides the outcome, so that a state of other settings is never resumed.
    const statePath = join(folder, `state-${hashOf([spec.settings, spec.from]).slice(0, 12)}.bin`);
    const resume = await loadState(statePath);
    let state: TrainerState | undefined;
    const steps = await train({
      start: checkpoint,
      workers: context.gradientWorkers(checkpoint.shape),
      seed: spec.place.seed,
      onState: working => {
        state = working;
      },
      signal: context.signal,
      ...(resume && { resume }),
    });
    return yield* followTraining(steps, { folder, statePath }, () => saveState(statePath, state));
  });
}

/** Tells the steps of a training as they come, saves its state now and then, and writes the policy that it ends with. */
export async function* followTraining<M extends StepMetrics>(
  training: AsyncGenerator<M, Checkpoint>,
  { folder, statePath }: { readonly folder: string; readonly statePath: string },
  save: () => Promise<void>,
): AsyncGenerator<StageUpdate, StageProduct> {
  let last: M | undefined;
  try {
    for (;;) {
      const next = await training.next();
      if (next.done) {
        await writeWhole(join(folder, policyFile), encodeCheckpoint(next.value));
        await rm(statePath, { force: true });
        return { files: [policyFile], summary: summaryOf(last) };
      }
      last = next.value;
      const { step, steps, ...values } = last;
      yield { kind: 'stage-metrics', values: { step, ...numbers(values) } };
      yield { kind: 'stage-progress', done: step, total: steps };
      if (step % saveEvery === 0) await save();
    }
  } catch (error) {
    await save();
    throw error;
  }
}

function numbers(values: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function summaryOf(last: StepMetrics | undefined): string {
  if (!last) return 'nothing to do';
  const loss = 'loss' in last && typeof last.loss === 'number' ? `, loss ${last.loss.toFixed(3)}` : '';
  const accuracy =
    'accuracy' in last && typeof last.accuracy === 'number' ? `, accuracy ${last.accuracy.toFixed(2)}` : '';
  return `${last.steps} steps${loss}${accuracy}`;
}

/** Before the path of a checkpoint that the configuration names. */
export const givenPolicy = 'checkpoint:';

/** The checkpoint that an artifact names. */
export function loadPolicy(context: StageContext, { file }: PolicyArtifact): Promise<Checkpoint> {
  return readPolicy(policyFilePath(context, file));
}

/** Where a checkpoint lies: one of the run, one that the configuration names, or the base that Contrail ships. */
export function policyFilePath({ run, base }: StageContext, file: string): string {
  if (file === basePolicy) return basePolicyPath();
  return file.startsWith(givenPolicy) ? resolve(base, file.slice(givenPolicy.length)) : run.pathOf(file);
}

/** Reads a checkpoint file. Throws a `HumanError` that names it. */
export async function readPolicy(path: string): Promise<Checkpoint> {
  try {
    return decodeCheckpoint(await readFile(path), path);
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}

/** The saved state of a training that was interrupted, if there is one. */
export async function loadState(path: string): Promise<TrainerState | undefined> {
  try {
    return readState(await readFile(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, 'read', path);
  }
}

/** Saves the state of a training that has begun. */
export async function saveState(path: string, state: TrainerState | undefined): Promise<void> {
  if (state && state.step > 0) await writeWhole(path, writeState(state));
}
