import type { Artifact, PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import type { DpoMetrics } from '../../engine/learner/dpo.ts';
import type { ResolvedPair } from '../../engine/preferences/resolvePair.ts';
import type { Problem } from '../../engine/problem.ts';
import { type PreferenceSettings, prefer } from '../../engine/training/preference.ts';
import { type PreferenceStock, preferenceSources } from '../../engine/training/preferenceSources.ts';
import { resolvedPairs } from './resolvedPairs.ts';
import type { StageSpec } from './runStage.ts';
import { type StageContext, tellLeftOut } from './stageContext.ts';
import { loadPolicy, trainStage } from './trainStage.ts';

/** DPO on the pairs of a place; `beta` takes the place of the configuration's (the control β = 0). */
export function preferStage(
  context: StageContext,
  place: StageSpec['place'],
  { beta, ...stock }: PreferenceStock<PolicyArtifact, Artifact> & { readonly beta?: number },
): StageRun<PolicyArtifact> {
  const { cloning: _, rft: __, trainer: ___, ...train } = context.configuration.train;
  const settings: PreferenceSettings = {
    ...train,
    beta: beta ?? atIteration(train.beta, place.iteration),
    learningRate: atIteration(train.learningRate, place.iteration),
  };
  const { start, reference, pairs } = preferenceSources(train, stock);
  const isOwnReference = reference.file === start.file;
  const of = pairs.length === 1 ? '' : ` of ${pairs.length} iterations`;
  return trainStage<DpoMetrics>(context, {
    place,
    what: `Training on the pairs${of} (DPO, β ${settings.beta})`,
    settings,
    from: [start, ...pairs, ...(isOwnReference ? [] : [reference])],
    start,
    train: async run => {
      const loaded = await loadPairs(context, pairs);
      if (loaded.length === 0)
        context.note('There are no pairs to train on: the policy stays as it is. More rollouts or tasks help.');
      const held = isOwnReference ? run : { ...run, reference: await loadPolicy(context, reference) };
      return prefer(held, loaded, settings);
    },
  });
}

/** The value that a setting has in an iteration, counted from 1. */
function atIteration(setting: number | readonly number[], iteration: number): number {
  return typeof setting === 'number' ? setting : (setting[iteration - 1] ?? setting.at(-1)!);
}

/** The pairs of all files; of each at most the limit, so that a quick look sees every iteration. */
async function loadPairs(context: StageContext, files: readonly Artifact[]): Promise<ResolvedPair[]> {
  const { run, limit } = context;
  const reading = {
    tell: (problems: readonly Problem[]) => tellLeftOut(context, problems),
    ...(limit !== undefined && { limit }),
  };
  const loaded = await Promise.all(files.map(({ file }) => resolvedPairs(run, file, reading)));
  return loaded.flat();
}
