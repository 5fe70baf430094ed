import { resolve } from 'node:path';
import { hashOf } from '../../engine/configuration/canonical.ts';
import { frozenPolicy } from '../../engine/configuration/frozen.ts';
import { type Play, playWith } from '../../engine/exploration/episode.ts';
import type { PolicyArtifact } from '../../engine/iteration/stages.ts';
import { builtinName } from '../../engine/policies/builtin.ts';
import { expertSteps } from '../../engine/policies/expert/expert.ts';
import type { Policy } from '../../engine/policies/policy.ts';
import { openPolicy, type PolicyPorts } from '../../engine/policies/registry.ts';
import { HumanError } from '../../engine/problem.ts';
import { seeded } from '../../engine/random.ts';
import type { Json } from '../../engine/trajectory/atif.ts';
import { episodeThreads } from '../episodeThreads.ts';
import { httpFetch } from '../httpFetch.ts';
import { systemClock } from '../systemClock.ts';
import { allTrajectories } from './runTrajectories.ts';
import { type StageContext, tellLeftOut, worldSettings } from './stageContext.ts';
import { splitTasks } from './taskSets.ts';
import { loadPolicy } from './trainStage.ts';

/** A policy that can play episodes, wherever it runs. */
export interface Player {
  readonly name: string;
  readonly play: Play;
  /** What about the policy decides its episodes besides its name. */
  readonly setup: Readonly<Record<string, Json>>;
  readonly concurrency: number;
  dispose(): Promise<void>;
}

/** How the stages name the policy that the configuration describes, where it is not a checkpoint. */
export const configuredPolicy = 'policy';

/** The policy of an artifact, ready to play. */
export async function openPlayer(context: StageContext, artifact: PolicyArtifact): Promise<Player> {
  const { configuration, world } = context;
  const { concurrency } = configuration.explore;
  if (artifact.file !== configuredPolicy) return builtinPlayer(context, artifact);
  const policy = await openPolicy(configuration.policy, policyPorts(context));
  await policy.check?.(context.signal);
  return playerOf({ world }, policy, { policy: hashOf(frozenPolicy(configuration.policy)) }, concurrency);
}

/** Episodes of the built-in model that a thread plays at once: turns are decoded in batches of this size. */
const episodesPerThread = 16;

async function builtinPlayer(context: StageContext, artifact: PolicyArtifact): Promise<Player> {
  const { configuration, threads: count } = context;
  const checkpoint = await loadPolicy(context, artifact);
  const threads = episodeThreads({ environment: worldSettings(context), checkpoint }, count);
  return {
    name: builtinName(checkpoint),
    play: threads.play,
    setup: { checkpoint: artifact.hash },
    concurrency: Math.max(configuration.explore.concurrency, episodesPerThread * count),
    dispose: threads.dispose,
  };
}

/** The world's expert as a player. Throws a `HumanError` where the world has none. */
export async function openExpert(context: StageContext): Promise<Player> {
  const { world } = context;
  const expert = world.expert?.({ oracle: false });
  if (!expert)
    throw new HumanError(`The world '${world.name}' has no expert: set environment.tasks.demonstrations to 0.`);
  return playerOf(context, expert, {}, context.configuration.explore.concurrency);
}

function playerOf(
  { world }: Pick<StageContext, 'world'>,
  policy: Policy,
  setup: Player['setup'],
  concurrency: number,
): Player {
  return {
    name: policy.name,
    play: playWith(world, policy),
    setup,
    concurrency,
    dispose: async () => policy.dispose?.(),
  };
}

function policyPorts(context: StageContext): PolicyPorts {
  const { world, configuration, base } = context;
  return {
    world,
    concurrency: configuration.explore.concurrency,
    fetch: httpFetch,
    clock: systemClock,
    random: seeded(0),
    variable: name => process.env[name],
    trajectories: file => allTrajectories(resolve(base, file), problems => tellLeftOut(context, problems)),
    example: () => solvedExample(context),
  };
}

/** A training task solved by the expert, for one-shot prompts. */
async function solvedExample(context: StageContext) {
  const expert = await openExpert(context);
  const [task] = await splitTasks(context, 'train', 1);
  if (!task) throw new HumanError('policy.oneShot needs a training task; environment.tasks.train is 0.');
  const source = { policy: expert.name, seed: 0, rollout: 0, temperature: 0 };
  const order = { id: task.id, task, source, maxSteps: expertSteps, maxInvalid: 0 };
  for await (const event of expert.play(order, context.signal)) if (event.kind === 'ended') return event.trajectory;
  throw new HumanError('The expert did not finish the example of the one-shot prompt.');
}
