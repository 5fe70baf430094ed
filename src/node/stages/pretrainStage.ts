import { join } from 'node:path';
import { hashOf } from '../../engine/configuration/canonical.ts';
import type { Configuration } from '../../engine/configuration/schema.ts';
import type { World } from '../../engine/environments/environment.ts';
import type { Place } from '../../engine/iteration/place.ts';
import type { PolicyArtifact, StageRun } from '../../engine/iteration/stages.ts';
import { type ModelShape, paddedVocabulary, shapeProblem } from '../../engine/learner/model.ts';
import { pretrain } from '../../engine/learner/pretrain.ts';
import { specials } from '../../engine/learner/tokenizer.ts';
import type { TrainerState } from '../../engine/learner/trainerState.ts';
import { ConfigurationError } from '../../engine/problem.ts';
import type { History } from '../../engine/trajectory/trajectory.ts';
import { runStage, type StageSpec } from './runStage.ts';
import { type StageContext, worldSettings } from './stageContext.ts';
import { followTraining, loadState, saveState } from './trainStage.ts';

type Builtin = Extract<Configuration['policy'], { kind: 'builtin' }>;

/** `policy.fresh` of contrail.json. */
export type FreshPolicy = NonNullable<Builtin['fresh']>;

/** The settings of a model from nothing, where the configuration asks for one. */
export function freshPolicy({
  configuration: { policy },
}: Pick<StageContext, 'configuration'>): FreshPolicy | undefined {
  return policy.kind === 'builtin' ? policy.fresh : undefined;
}

/**
 * Makes a model from nothing, with the world's vocabulary, and lets it read what agents with bad habits do, as much as
 * the settings say. The seed of the place decides its first parameters and the corpus. An interrupted reading resumes
 * to the same bits.
 */
export function pretrainStage(context: StageContext, place: Place, fresh: FreshPolicy): StageRun<PolicyArtifact> {
  const { world, configuration, limit, signal } = context;
  const language = languageOf(context, fresh);
  const episodes = Math.min(fresh.episodes, limit ?? Number.POSITIVE_INFINITY);
  const { root: _, ...environment } = worldSettings(context);
  const { root } = configuration.environment;
  const settings = {
    ...fresh,
    episodes,
    language: hashOf(language),
    ...(episodes > 0 && { environment: { ...environment, ...(root !== undefined && { root }) } }),
  };
  const what = episodes === 0 ? 'Making a model from nothing' : `Reading ${episodes} episodes of bad habits`;
  const spec: StageSpec = { place, stage: 'pretrain', what, settings, from: [] };
  return runStage(context, spec, async function* (folder) {
    const statePath = join(folder, `state-${hashOf(settings).slice(0, 12)}.bin`);
    const resume = await loadState(statePath);
    let state: TrainerState | undefined;
    const training = pretrain({
      corpus: from => corpus(world, { seed: place.seed, from, to: episodes }),
      count: episodes,
      ...language,
      shapeOf: tokens => shapeOf(fresh, tokens),
      seed: place.seed,
      workers: shape => context.gradientWorkers(shape),
      onState: working => {
        state = working;
      },
      signal,
      ...(resume && { resume }),
    });
    return yield* followTraining(training, { folder, statePath }, () => saveState(statePath, state));
  });
}

/** The world's language. Throws a `ConfigurationError` where it has none, or where the model could not be made. */
function languageOf({ world }: StageContext, fresh: FreshPolicy): NonNullable<World['language']> {
  const { language } = world;
  if (!language || (fresh.episodes > 0 && !world.habits))
    throw new ConfigurationError(
      `The environment "${world.name}" has no vocabulary for a model from nothing: remove policy.fresh.`,
    );
  const problem = shapeProblem(shapeOf(fresh, specials.length + language.words.length));
  if (problem !== undefined) throw new ConfigurationError(`policy.fresh: ${problem}.`);
  return language;
}

function shapeOf({ width, layers, slopes }: FreshPolicy, tokens: number): ModelShape {
  return { vocabulary: paddedVocabulary(tokens), width, layers, hidden: 2 * width, slopes };
}

async function* corpus(
  world: World,
  { seed, from, to }: { readonly seed: number; readonly from: number; readonly to: number },
): AsyncGenerator<History> {
  for (let index = from; index < to; index++) yield await world.habits!({ seed, index });
}
