import { passesGate } from './evaluation.ts';
import { type Arm, imitates, type Place } from './place.ts';
import type { Artifact, Evaluation, PolicyArtifact, StageEvent, Stages } from './stages.ts';

/** What the loop itself needs to know; everything else is the stages' business. */
export interface LoopPlan {
  readonly seeds: readonly number[];
  readonly iterations: number;
  readonly baselines: readonly Exclude<Arm, 'eto'>[];
  /** Keep the previous policy when the new one does worse on `val`. */
  readonly gate: boolean;
  /** N of Best-of-N. */
  readonly bestOf: number;
}

/** One row of the results: a policy at a place and how it did. */
export interface Result {
  readonly place: Place;
  readonly policy: PolicyArtifact;
  readonly evaluation: Evaluation;
  /** False when the validation gate turned the policy down, so that the next iteration starts from the one before. */
  readonly accepted: boolean;
}

export type LoopEvent = StageEvent | { readonly kind: 'result'; readonly result: Result };

type LoopRun<T> = AsyncGenerator<LoopEvent, T>;

/** What all arms of a seed share. */
interface Start {
  readonly demonstrations: Artifact;
  readonly cloned: Result;
}

/**
 * The whole of ETO (paper Algorithm 1): behavioural cloning, then iterations of explore → pair → train → evaluate, and
 * the baselines beside it, seed after seed. Stages that find their work done are passed in no time, so an interrupted
 * loop is resumed by running it again.
 */
export async function* runLoop(plan: LoopPlan, stages: Stages): LoopRun<readonly Result[]> {
  const results: Result[] = [];
  for (const seed of plan.seeds) {
    const start = yield* cloning(seed, stages);
    results.push(start.cloned);
    for (const arm of ['eto', ...plan.baselines] as const) results.push(...(yield* runArm(arm, start, plan, stages)));
  }
  return results;
}

async function* cloning(seed: number, stages: Stages): LoopRun<Start> {
  const place: Place = { seed, arm: 'eto', iteration: 0 };
  const demonstrations = yield* stages.demonstrate(place);
  const policy = yield* stages.clone(place, demonstrations);
  const evaluation = yield* stages.evaluate(place, policy);
  const cloned: Result = { place, policy, evaluation, accepted: true };
  yield { kind: 'result', result: cloned };
  return { demonstrations, cloned };
}

async function* runArm(arm: Arm, start: Start, plan: LoopPlan, stages: Stages): LoopRun<Result[]> {
  const { seed } = start.cloned.place;
  if (arm === 'best-of-n') {
    const place: Place = { seed, arm, iteration: 0 };
    const evaluation = yield* stages.evaluate(place, start.cloned.policy, plan.bestOf);
    const result: Result = {
      place,
      policy: start.cloned.policy,
      evaluation,
      accepted: true,
    };
    yield { kind: 'result', result };
    return [result];
  }
  const results: Result[] = [];
  const pairs: Artifact[] = [];
  let current = start.cloned;
  for (let iteration = 1; iteration <= plan.iterations; iteration++) {
    const place: Place = { seed, arm, iteration };
    // In the first iteration every arm explores with the cloned policy: one exploration serves them all.
    const explorer: Place = current === start.cloned && iteration === 1 ? { ...place, arm: 'eto' } : place;
    const exploration = yield* stages.explore(explorer, current.policy);
    const policy = yield* learn(place, { ...start, policy: current.policy, exploration, pairs }, stages);
    const evaluation = yield* stages.evaluate(place, policy);
    const accepted = !plan.gate || passesGate(evaluation, current.evaluation);
    const result: Result = { place, policy, evaluation, accepted };
    yield { kind: 'result', result };
    results.push(result);
    if (accepted) current = result;
  }
  return results;
}

interface Lesson extends Start {
  readonly policy: PolicyArtifact;
  readonly exploration: Artifact;
  /** Of the arm's iterations so far; this one's are added. */
  readonly pairs: Artifact[];
}

async function* learn(
  place: Place,
  { policy, cloned, exploration, demonstrations, pairs }: Lesson,
  stages: Stages,
): AsyncGenerator<StageEvent, PolicyArtifact> {
  if (imitates(place)) return yield* stages.imitate(place, { policy, exploration, demonstrations });
  pairs.push(yield* stages.pair(place, exploration, demonstrations));
  const stock = { policy, cloned: cloned.policy, pairs: [...pairs] };
  return yield* stages.prefer(place, { ...stock, ...(place.arm === 'beta-0' && { beta: 0 }) });
}
