import type { Configuration } from '../configuration/schema.ts';
import type { World } from '../environments/environment.ts';
import { HumanError } from '../problem.ts';
import type { Random } from '../random.ts';
import type { History, Trajectory } from '../trajectory/trajectory.ts';
import type { Clock } from './clock.ts';
import type { Fetch } from './openaiFetch.ts';
import type { Policy } from './policy.ts';
import { randomPolicy } from './random.ts';
import { replayPolicy } from './replay.ts';

/** `policy` of contrail.json. */
export type PolicySettings = Configuration['policy'];

/** What policies need from outside. */
export interface PolicyPorts {
  readonly world: World;
  /** Episodes at the same time at the most. */
  readonly concurrency: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Chance on which no result depends: the jitter of back-offs. */
  readonly random: Random;
  /** The value of an environment variable. */
  variable(name: string): string | undefined;
  /** The trajectories in a file. Rejects with a `HumanError` that names it. */
  trajectories(file: string): Promise<readonly Trajectory[]>;
  /** A solved episode of the world, to be shown in one-shot prompts. */
  example(): Promise<History>;
}

/** A registry entry: adding a policy is one file and one line here. */
export interface PolicyKind {
  readonly name: PolicySettings['kind'];
  /** One line for help and completion. */
  readonly description: string;
  /** The policy that the settings describe. Rejects with a `HumanError` that says what to change. */
  open(settings: PolicySettings, ports: PolicyPorts): Promise<Policy>;
}

function kind<Name extends PolicySettings['kind']>(
  name: Name,
  description: string,
  open: (settings: Extract<PolicySettings, { kind: Name }>, ports: PolicyPorts) => Promise<Policy>,
): PolicyKind {
  return {
    name,
    description,
    open: (settings, ports) => open(settings as Extract<PolicySettings, { kind: Name }>, ports),
  };
}

export const policyKinds: readonly PolicyKind[] = [
  kind('expert', "The world's own expert, which solves every task.", async ({ oracle }, { world }) => {
    const expert = world.expert?.({ oracle });
    if (!expert) throw new HumanError(`The world '${world.name}' has no expert; choose another policy.kind.`);
    return expert;
  }),
  kind('random', 'Takes any admissible action.', async () => randomPolicy),
  kind(
    'replay',
    'Repeats a recording and checks that the world answers as it did.',
    async ({ file }, { trajectories }) => replayPolicy(await trajectories(file)),
  ),
  kind('openai', 'A model behind any server that speaks the OpenAI chat protocol.', async (settings, ports) => {
    // The package behind it is the largest that Contrail has: nobody else should wait for it.
    const { openOpenai } = await import('./openaiConfiguration.ts');
    return openOpenai(settings, ports);
  }),
];

/** Opens the policy that `settings` describe. Rejects with a `HumanError` that says what to change. */
export async function openPolicy(settings: PolicySettings, ports: PolicyPorts): Promise<Policy> {
  const found = policyKinds.find(({ name }) => name === settings.kind);
  if (!found) throw new HumanError(`There is no policy of kind '${settings.kind}'.`);
  return found.open(settings, ports);
}
