import type { LoopPlan } from './loop.ts';
import { imitates, type Place, type Stage, stageFolder } from './place.ts';

/**
 * The folders of the stages that a loop will do, in its order: what tells how far a run has come. One that several arms
 * share stands where the first of them comes to it. Which policy the gate keeps changes nothing here.
 */
export function plannedStages({
  seeds,
  iterations,
  baselines,
  isFresh = false,
}: Pick<LoopPlan, 'seeds' | 'iterations' | 'baselines'> & {
  /** Whether the model is made from nothing. */
  readonly isFresh?: boolean;
}): readonly string[] {
  const folders = new Set<string>();
  const plan = (place: Place, ...stages: readonly Stage[]) => {
    for (const stage of stages) folders.add(stageFolder(place, stage));
  };
  for (const seed of seeds) {
    plan(
      { seed, arm: 'eto', iteration: 0 },
      'demonstrate',
      ...(isFresh ? (['pretrain'] as const) : []),
      'train',
      'evaluate',
    );
    for (const arm of ['eto', ...baselines] as const) {
      if (arm === 'best-of-n') plan({ seed, arm, iteration: 0 }, 'evaluate');
      else
        for (let iteration = 1; iteration <= iterations; iteration++) {
          plan({ seed, arm: iteration === 1 ? 'eto' : arm, iteration }, 'explore');
          const place = { seed, arm, iteration };
          plan(place, ...(imitates(place) ? [] : (['pairs'] as const)), 'train', 'evaluate');
        }
    }
  }
  return [...folders];
}
