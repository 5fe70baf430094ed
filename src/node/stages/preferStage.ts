import { posix } from 'node:path';
import type { Artifact, PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import type { DpoMetrics } from '../../engine/learner/dpo.ts';
import { readPairs } from '../../engine/preferences/pairFile.ts';
import { type ResolvedPair, resolvePair } from '../../engine/preferences/resolvePair.ts';
import { sideLookup } from '../../engine/preferences/sideLookup.ts';
import type { Problem } from '../../engine/problem.ts';
import { type PreferenceSettings, prefer } from '../../engine/training/preference.ts';
import { openTrajectoryFile } from '../trajectoryFile.ts';
import type { StageSpec } from './runStage.ts';
import { withTrajectoryFiles } from './runTrajectories.ts';
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
      const loaded = await loadPairs(context, pairs.file);
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

/** The pairs of a file with the trajectories they refer to; lines and pairs that cannot be used are told and left out. */
async function loadPairs(context: StageContext, file: string): Promise<ResolvedPair[]> {
  const { run, limit } = context;
  const source = await openTrajectoryFile(run.pathOf(file), file);
  const found: { readonly pair: Parameters<typeof resolvePair>[0]; readonly line: number }[] = [];
  const problems: Problem[] = [];
  try {
    for await (const entry of readPairs({ source: source.bytes(), file: run.pathOf(file) })) {
      if ('value' in entry) found.push({ pair: entry.value, line: entry.line });
      else problems.push(entry.problem);
    }
  } finally {
    await source.close();
  }
  const pairs = found.slice(0, limit);
  const names = [...new Set(pairs.flatMap(({ pair }) => [pair.chosen.file, pair.rejected.file]))];
  const files = names.map(name => posix.join(posix.dirname(file), name));
  const resolved = await withTrajectoryFiles(run, { from: file, files }, async opened => {
    const lookup = await sideLookup(
      pairs.map(({ pair }) => pair),
      opened,
    );
    return Promise.all(pairs.map(({ pair, line }) => resolvePair(pair, lookup, { file: run.pathOf(file), line })));
  });
  for (const read of resolved) if ('problem' in read) problems.push(read.problem);
  tellLeftOut(context, problems);
  return resolved.flatMap(read => ('value' in read ? [read.value] : []));
}
