import type { Artifact, PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import type { DpoMetrics } from '../../engine/learner/dpo.ts';
import type { Problem } from '../../engine/problem.ts';
import { type PreferenceSettings, prefer } from '../../engine/training/preference.ts';
import { resolvedPairs } from './resolvedPairs.ts';
import type { StageSpec } from './runStage.ts';
import { type StageContext, tellLeftOut } from './stageContext.ts';
import { trainStage } from './trainStage.ts';

/** DPO on the pairs of a place; `beta` takes the place of the configuration's (the control β = 0). */
export function preferStage(
  context: StageContext,
  place: StageSpec['place'],
  { policy, pairs, beta }: { readonly policy: PolicyArtifact; readonly pairs: Artifact; readonly beta?: number },
): StageRun<PolicyArtifact> {
  const { cloning: _, rft: __, trainer: ___, ...train } = context.configuration.train;
  const settings: PreferenceSettings = {
    ...train,
    beta: beta ?? atIteration(train.beta, place.iteration),
    learningRate: atIteration(train.learningRate, place.iteration),
  };
  return trainStage<DpoMetrics>(context, {
    place,
    what: `Training on the pairs (DPO, β ${settings.beta})`,
    settings,
    from: [policy, pairs],
    start: policy,
    train: async run => {
      const { run: folder, limit } = context;
      const tell = (problems: readonly Problem[]) => tellLeftOut(context, problems);
      const loaded = await resolvedPairs(folder, pairs.file, { tell, ...(limit !== undefined && { limit }) });
      if (loaded.length === 0)
        context.note('There are no pairs to train on: the policy stays as it is. More rollouts or tasks help.');
      return prefer(run, loaded, settings);
    },
  });
}

/** The value that a setting has in an iteration, counted from 1. */
function atIteration(setting: number | readonly number[], iteration: number): number {
  return typeof setting === 'number' ? setting : (setting[iteration - 1] ?? setting.at(-1)!);
}
