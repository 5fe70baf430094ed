import type { Artifact, PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import type { SftMetrics } from '../../engine/learner/sft.ts';
import { imitate, type OptimiserSettings } from '../../engine/training/imitation.ts';
import type { Trajectory } from '../../engine/trajectory/trajectory.ts';
import type { StageSpec } from './runStage.ts';
import { allTrajectories } from './runTrajectories.ts';
import { type StageContext, tellLeftOut } from './stageContext.ts';
import { trainStage } from './trainStage.ts';

type Place = StageSpec['place'];

/** Behavioural cloning of the demonstrations. */
export function cloneStage(
  context: StageContext,
  place: Place,
  { policy, demonstrations }: { readonly policy: PolicyArtifact; readonly demonstrations: Artifact },
): StageRun<PolicyArtifact> {
  const what = 'Cloning the demonstrations (SFT)';
  return imitation(context, place, { what, stage: 'cloning', policy, from: [demonstrations] }, all => all.flat());
}

/** RFT: cloning of the demonstrations and of the policy's own successes (paper §4.1: all of them). */
export function rftStage(
  context: StageContext,
  place: Place,
  sources: { readonly policy: PolicyArtifact; readonly exploration: Artifact; readonly demonstrations: Artifact },
): StageRun<PolicyArtifact> {
  const { policy, exploration, demonstrations } = sources;
  const what = 'Cloning own successes (RFT)';
  return imitation(
    context,
    place,
    { what, stage: 'rft', policy, from: [demonstrations, exploration] },
    ([experts = [], episodes = []]) => {
      const successes = episodes.filter(({ outcome }) => outcome.success);
      return [...experts, ...(context.configuration.train.rft.successes === 'all' ? successes : shortest(successes))];
    },
  );
}

interface Imitation {
  readonly what: string;
  readonly stage: 'cloning' | 'rft';
  readonly policy: PolicyArtifact;
  readonly from: readonly Artifact[];
}

function imitation(
  context: StageContext,
  place: Place,
  { what, stage, policy, from }: Imitation,
  select: (files: readonly (readonly Trajectory[])[]) => readonly Trajectory[],
): StageRun<PolicyArtifact> {
  const settings: OptimiserSettings = context.configuration.train[stage];
  return trainStage<SftMetrics>(context, {
    place,
    what,
    settings,
    from: [policy, ...from],
    start: policy,
    train: async run => {
      const files = await Promise.all(from.map(artifact => read(context, artifact)));
      return imitate(run, stage, select(files).slice(0, context.limit), settings);
    },
  });
}

/** The trajectories of a file; lines that are none are told and left out. */
function read(context: StageContext, { file }: Artifact): Promise<readonly Trajectory[]> {
  return allTrajectories(context.run.pathOf(file), problems => tellLeftOut(context, problems));
}

/** Of each task the episode with the fewest steps, the first among equals, in the order of the tasks. */
function shortest(episodes: readonly Trajectory[]): Trajectory[] {
  const best = new Map<string, Trajectory>();
  for (const episode of episodes) {
    const known = best.get(episode.task.id);
    if (!known || episode.steps.length < known.steps.length) best.set(episode.task.id, episode);
  }
  return [...best.values()];
}
