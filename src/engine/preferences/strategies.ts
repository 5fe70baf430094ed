import { HumanError } from '../problem.ts';
import { type EnvironmentOptions, type PairOptions, plainPairOptions } from './options.ts';
import { presets } from './presets.ts';
import { agentAgainstAgent } from './strategies/agentAgainstAgent.ts';
import { expertAgainstAgent } from './strategies/expertAgainstAgent.ts';
import { ownSuccess } from './strategies/ownSuccess.ts';
import type { PairStrategy } from './strategy.ts';

/** Every pair strategy by name: adding one is one file in `strategies/` and one line here. */
export const strategies: Readonly<Record<string, (options: PairOptions) => PairStrategy>> = {
  'agent-against-agent': agentAgainstAgent,
  'expert-against-agent': expertAgainstAgent,
  'own-success': ownSuccess,
};

/** `pairs` of contrail.json: a preset, and what is to be different from it. */
export interface PairSettings extends Partial<PairOptions> {
  readonly preset?: string;
  /** Takes the place of the preset's strategy. Without preset and strategy, the preset is `own-success`. */
  readonly strategy?: string;
  readonly environments?: EnvironmentOptions;
}

/**
 * The options that hold in one environment. From weakest to strongest: the preset, what the preset has for the
 * environment, the settings, what the settings have for the environment. A strategy without a preset starts plain.
 */
export function pairOptions(settings: PairSettings, environment: string): PairOptions {
  const { preset: _, strategy: __, environments, ...own } = settings;
  const preset = presetOf(settings);
  return {
    ...(preset?.options ?? plainPairOptions),
    ...preset?.environments[environment],
    ...own,
    ...environments?.[environment],
  };
}

/** The strategy that the settings ask for, with each environment's own options. Throws `HumanError` for unknown names. */
export function pairStrategy(settings: PairSettings): PairStrategy {
  const name = settings.strategy ?? presetOf(settings)!.strategy;
  const create = known(strategies, 'pair strategy', name);
  const created = new Map<string, PairStrategy>();
  const strategyFor = (environment: string) => {
    const strategy = created.get(environment) ?? create(pairOptions(settings, environment));
    created.set(environment, strategy);
    return strategy;
  };
  return { name, propose: group => strategyFor(group.task.environment).propose(group) };
}

function presetOf({ preset, strategy }: PairSettings) {
  if (preset === undefined && strategy !== undefined) return undefined;
  return known(presets, 'preset', preset ?? 'own-success');
}

function known<T>(registry: Readonly<Record<string, T>>, what: string, name: string): T {
  if (Object.hasOwn(registry, name)) return registry[name]!;
  throw new HumanError(`There is no ${what} "${name}". Use one of: ${Object.keys(registry).join(', ')}.`);
}
