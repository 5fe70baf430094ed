import { passesGate } from '../../engine/iteration/evaluation.ts';
import type { LoopEvent } from '../../engine/iteration/loop.ts';
import { type Place, stageFolder } from '../../engine/iteration/place.ts';
import type { Artifact, PolicyArtifact, StageEvent } from '../../engine/iteration/stages.ts';
import { HumanError } from '../../engine/problem.ts';
import { explorationStatusOf } from '../explorationFolder.ts';
import { folderStages, startingPolicy, trainablePolicy } from './folderStages.ts';
import { configuredPolicy } from './player.ts';
import { readMarker } from './runStage.ts';
import type { StageContext } from './stageContext.ts';

/** The stages that a person may run by themselves. */
export type SingleStage = 'explore' | 'pair' | 'train' | 'evaluate';

type SingleRun = AsyncGenerator<StageEvent, void>;

/**
 * Brings a run one stage forward, seed after seed, in the folders that the whole loop uses: what is done here is done
 * for the loop too. Each stage works for the iteration that the run has come to, or for the one that is asked for.
 */
export async function* runSingleStage(
  context: StageContext,
  stage: SingleStage,
  asked: { readonly iteration?: number } = {},
): AsyncGenerator<LoopEvent, void> {
  for (const seed of context.configuration.seeds) yield* runAtSeed(context, stage, { seed, ...asked });
}

async function* runAtSeed(
  context: StageContext,
  stage: SingleStage,
  { seed, iteration }: { readonly seed: number; readonly iteration?: number },
): SingleRun {
  const at = (number: number): Place => ({ seed, arm: 'eto', iteration: number });
  const reached = await reachedIteration(context, at);
  const work: Record<SingleStage, () => SingleRun> = {
    explore: () => explore(context, at(iteration ?? reached + 1)),
    pair: () => pair(context, at(iteration ?? reached + 1)),
    train: () => train(context, at, iteration),
    evaluate: () => evaluate(context, at(iteration ?? reached)),
  };
  yield* work[stage]();
}

/** The last iteration that has a trained policy; 0 while there is none. */
async function reachedIteration({ run }: StageContext, at: (iteration: number) => Place): Promise<number> {
  let iteration = 0;
  while (await readMarker(run, at(iteration + 1), 'train')) iteration++;
  return iteration;
}

async function* explore(context: StageContext, place: Place): SingleRun {
  const policy = yield* policyBefore(context, place);
  yield* folderStages(context).explore(place, policy);
}

async function* pair(context: StageContext, place: Place): SingleRun {
  const exploration = await finished(context, place, 'explore', 'contrail explore');
  const demonstrations = yield* demonstrate(context, place);
  yield* folderStages(context).pair(place, exploration, demonstrations);
}

async function* train(context: StageContext, at: (iteration: number) => Place, asked?: number): SingleRun {
  await trainablePolicy(context);
  const next = at(asked ?? (await reachedIteration(context, at)) + 1);
  if (next.iteration === 0 || (asked === undefined && next.iteration === 1 && !(await hasExploration(context, next)))) {
    const demonstrations = yield* demonstrate(context, next);
    yield* folderStages(context).clone(at(0), demonstrations);
    return;
  }
  const own = await finished(context, next, 'pairs', 'contrail pair');
  const { policy, cloned } = yield* policiesBefore(context, next);
  const pairs = [...(await earlierPairs(context, next)), own];
  yield* folderStages(context).prefer(next, { policy, cloned, pairs });
}

async function* evaluate(context: StageContext, place: Place): SingleRun {
  const policy = yield* policyBefore(context, { ...place, iteration: place.iteration + 1 });
  yield* folderStages(context).evaluate(place, policy);
}

async function* demonstrate(context: StageContext, { seed }: Place): AsyncGenerator<StageEvent, Artifact> {
  return yield* folderStages(context).demonstrate({ seed, arm: 'eto', iteration: 0 });
}

/** The pairs of the iterations before a place. */
async function earlierPairs({ run }: StageContext, place: Place): Promise<Artifact[]> {
  const pairs: Artifact[] = [];
  for (let iteration = 1; iteration < place.iteration; iteration++) {
    const marker = await readMarker(run, { ...place, iteration }, 'pairs');
    if (marker) pairs.push(marker.made[0]);
  }
  return pairs;
}

async function* policyBefore(context: StageContext, place: Place): AsyncGenerator<StageEvent, PolicyArtifact> {
  return (yield* policiesBefore(context, place)).policy;
}

interface Policies {
  readonly policy: PolicyArtifact;
  readonly cloned: PolicyArtifact;
}

/** The policy that an iteration starts from, as the gate decides, and the cloned one; cloned first where that was not done yet. */
async function* policiesBefore(context: StageContext, place: Place): AsyncGenerator<StageEvent, Policies> {
  const { run, configuration } = context;
  const start = await startingPolicy(context);
  if (start.file === configuredPolicy) return { policy: start, cloned: start };
  const zero: Place = { ...place, iteration: 0 };
  const demonstrations = yield* demonstrate(context, zero);
  const cloned = yield* folderStages(context).clone(zero, demonstrations);
  let current = { policy: cloned, evaluation: await evaluationAt(context, zero) };
  for (let iteration = 1; iteration < place.iteration; iteration++) {
    const before: Place = { ...place, iteration };
    const policy = (await readMarker(run, before, 'train'))?.made[0];
    if (!policy) throw new HumanError(`Iteration ${iteration} has no trained policy: run \`contrail train\` first.`);
    const evaluation = await evaluationAt(context, before);
    const isJudged = configuration.evaluate.gate && evaluation && current.evaluation;
    if (!isJudged || passesGate(evaluation, current.evaluation!)) current = { policy, evaluation };
  }
  return { policy: current.policy, cloned };
}

async function evaluationAt({ run, evaluations }: StageContext, place: Place) {
  const marker = await readMarker(run, place, 'evaluate');
  return marker && evaluations.read(run, marker.made[0]);
}

/** The product of a stage that has to be done. A partial exploration is named as one: it is never worked with silently. */
async function finished(
  { run }: StageContext,
  place: Place,
  stage: 'explore' | 'pairs',
  command: string,
): Promise<Artifact> {
  const marker = await readMarker(run, place, stage);
  if (marker) return marker.made[0];
  const folder = stageFolder(place, stage);
  const status = stage === 'explore' ? await explorationStatusOf(run.pathOf(folder)) : undefined;
  if (status)
    throw new HumanError(
      `The exploration in ${folder} is partial (${status.done} of ${status.total} episodes): run \`${command}\` to go on with it.`,
    );
  throw new HumanError(`${folder} is not there yet: run \`${command}\` first.`);
}

async function hasExploration({ run }: StageContext, place: Place): Promise<boolean> {
  return (await readMarker(run, place, 'explore')) !== undefined;
}
