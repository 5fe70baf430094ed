import { hashOf } from '../../engine/configuration/canonical.ts';
import { frozenPolicy } from '../../engine/configuration/frozen.ts';
import type { Artifact, PolicyArtifact, Stages } from '../../engine/iteration/stages.ts';
import { ConfigurationError } from '../../engine/problem.ts';
import { basePolicy } from './basePolicy.ts';
import { demonstrateStage, evaluateStage, exploreStage } from './exploreStage.ts';
import { cloneStage, rftStage } from './imitateStage.ts';
import { pairStage } from './pairStage.ts';
import { configuredPolicy } from './player.ts';
import { preferStage } from './preferStage.ts';
import { freshPolicy, pretrainStage } from './pretrainStage.ts';
import { fileHash } from './runFolder.ts';
import type { StageContext } from './stageContext.ts';
import { givenPolicy, loadPolicy, policyFilePath } from './trainStage.ts';

/** The stages of a run, done in its folder. */
export function folderStages(context: StageContext): Stages {
  return {
    demonstrate: place => demonstrateStage(context, place),
    async *clone(place, demonstrations) {
      const fresh = freshPolicy(context);
      const policy = fresh ? yield* pretrainStage(context, place, fresh) : await trainablePolicy(context);
      if (isCloningOff(context)) return policy;
      return yield* cloneStage(context, place, { policy, demonstrations });
    },
    explore: (place, policy) => exploreStage(context, place, policy),
    pair: (place, exploration, demonstrations) => pairStage(context, place, { exploration, demonstrations }),
    prefer: (place, start) => preferStage(context, place, start),
    imitate: (place, start) => rftStage(context, place, start),
    async *evaluate(place, policy, rollouts) {
      const episodes: Artifact = yield* evaluateStage(context, place, {
        policy,
        ...(rollouts !== undefined && { rollouts }),
      });
      return context.evaluations.read(context.run, episodes);
    },
  };
}

/** The policy of the configuration, before any training: a checkpoint, or whatever else plays. */
export async function startingPolicy(context: StageContext): Promise<PolicyArtifact> {
  const { policy } = context.configuration;
  if (policy.kind !== 'builtin') return { file: configuredPolicy, hash: hashOf(frozenPolicy(policy)) };
  if (policy.fresh) return { file: notYetMade, hash: hashOf(policy.fresh) };
  const file = policy.checkpoint === undefined ? basePolicy : `${givenPolicy}${policy.checkpoint}`;
  return { file, hash: await fileHash(policyFilePath(context, file)) };
}

/** How a model from nothing is named before the stage that makes it. */
const notYetMade = 'fresh';

function isCloningOff({ configuration: { train, environment } }: StageContext): boolean {
  return train.cloning.epochs === 0 || environment.tasks.demonstrations === 0;
}

/** The starting policy, seen to be one that can be trained. Throws a `HumanError` that says what to do where it is not. */
export async function trainablePolicy(context: StageContext): Promise<PolicyArtifact> {
  const policy = await startingPolicy(context);
  if (policy.file === configuredPolicy) throw notTrainable(context);
  if (policy.file !== notYetMade) await loadPolicy(context, policy);
  return policy;
}

function notTrainable({ configuration: { policy, train } }: StageContext): ConfigurationError {
  return new ConfigurationError(
    `A policy of kind '${policy.kind}' cannot be trained by the trainer '${train.trainer}'. ` +
      "Explore, pair and evaluate it stage by stage, or set policy.kind to 'builtin'.",
  );
}
