import { hashOf } from '../../engine/configuration/canonical.ts';
import { worldSettings } from '../../engine/configuration/worldSettings.ts';
import type { ExplorationPlan } from '../../engine/exploration/plan.ts';
import type { Place, Stage } from '../../engine/iteration/place.ts';
import type { Artifact, PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import { expertSteps } from '../../engine/policies/expert/expert.ts';
import { seedOf } from '../../engine/random.ts';
import type { Task } from '../../engine/trajectory/trajectory.ts';
import { explorationFiles, exploreToFolder } from '../explorationFolder.ts';
import { openExpert, openPlayer, type Player } from './player.ts';
import { runStage, type StageSpec } from './runStage.ts';
import type { StageContext } from './stageContext.ts';
import { demonstrationTasks, evaluationTasks, refuseNothing, splitTasks } from './taskSets.ts';

/** Expert trajectories on the demonstration tasks of a seed. */
export async function* demonstrateStage(context: StageContext, place: Place): StageRun<Artifact> {
  const tasks = await demonstrationTasks(context, place.seed);
  const play = { what: `Demonstrating ${tasks.length} tasks`, stage: 'demonstrate' as const, tasks };
  const settings = { ...episodeLimits(context), maxSteps: expertSteps, maxInvalid: 0, rollouts: 1, temperature: 0 };
  return yield* playStage(context, place, { ...play, settings, open: () => openExpert(context) });
}

/** The policy's own episodes on the training tasks. */
export async function* exploreStage(context: StageContext, place: Place, policy: PolicyArtifact): StageRun<Artifact> {
  const { rollouts, temperature } = context.configuration.explore;
  const tasks = refuseNothing(await splitTasks(context, 'train'), ['train'], context);
  const play = { what: `Exploring ${tasks.length} tasks × ${rollouts}`, stage: 'explore' as const, tasks, policy };
  const settings = { ...episodeLimits(context), rollouts, temperature };
  return yield* playStage(context, place, { ...play, settings, open: () => openPlayer(context, policy) });
}

/** The policy's episodes on the evaluation tasks: greedy, or the best of several samples (paper §4.1). */
export async function* evaluateStage(
  context: StageContext,
  place: Place,
  { policy, rollouts = 1 }: { readonly policy: PolicyArtifact; readonly rollouts?: number },
): StageRun<Artifact> {
  const tasks = await evaluationTasks(context);
  const what =
    rollouts === 1
      ? `Evaluating on ${tasks.length} tasks`
      : `Evaluating the best of ${rollouts} on ${tasks.length} tasks`;
  const settings = { ...episodeLimits(context), rollouts, temperature: rollouts === 1 ? 0 : 1 };
  const play = { what, stage: 'evaluate' as const, tasks, policy, settings };
  return yield* playStage(context, place, { ...play, open: () => openPlayer(context, policy) });
}

type Limits = Pick<ExplorationPlan, 'maxSteps' | 'maxInvalid'>;

function episodeLimits({ configuration: { explore } }: StageContext): Limits {
  return { maxSteps: explore.maxSteps, maxInvalid: explore.maxInvalid };
}

interface Playing {
  readonly what: string;
  readonly stage: Stage;
  readonly tasks: readonly Task[];
  readonly policy?: PolicyArtifact;
  readonly settings: Limits & Pick<ExplorationPlan, 'rollouts' | 'temperature'>;
  open(): Promise<Player>;
}

/** Who plays when there is nothing to play. */
const idle: Player = {
  name: 'nobody',
  setup: {},
  concurrency: 1,
  play: () => {
    throw new Error('Nobody plays nothing.');
  },
  dispose: async () => {},
};

/** Plays every episode of a stage; a stage whose episodes are not all there has no marker and is gone on with. */
function playStage(context: StageContext, place: Place, playing: Playing): StageRun<Artifact> {
  const { configuration, signal } = context;
  const { what, stage, tasks, policy, settings } = playing;
  const environment = worldSettings(configuration.environment);
  const spec: StageSpec = {
    place,
    stage,
    what,
    settings: { ...settings, environment, tasks: { count: tasks.length, hash: hashOf(tasks) } },
    from: policy ? [policy] : [],
  };
  return runStage(context, spec, async function* (folder) {
    const player = await (tasks.length > 0 ? playing.open() : idle);
    try {
      const plan: ExplorationPlan = {
        ...settings,
        policy: player.name,
        tasks,
        seed: seedOf(place.seed, stage, place.iteration),
        iteration: place.iteration,
        setup: { environment, ...player.setup },
      };
      const exploration = exploreToFolder({ folder, plan, play: player.play, concurrency: player.concurrency, signal });
      let successes = 0;
      for (;;) {
        const next = await exploration.next();
        if (next.done) {
          signal.throwIfAborted();
          const { done, total } = next.value;
          return {
            files: [explorationFiles.trajectories],
            summary: `${done} of ${total} episodes, ${successes} new successes`,
          };
        }
        const event = next.value;
        if (event.kind === 'started' && event.done > 0)
          yield { kind: 'stage-progress', done: event.done, total: event.total, note: 'going on' };
        if (event.kind === 'episode-finished') {
          if (event.trajectory.outcome.success) successes++;
          yield { kind: 'stage-progress', done: event.done, total: event.total };
        }
        if (event.kind === 'episode-restarted')
          context.note(`The episode ${event.episode} was started anew: ${event.reason}`);
      }
    } finally {
      await player.dispose();
    }
  });
}
