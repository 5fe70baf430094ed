import { resolve } from 'node:path';
import type { Configuration } from '../../engine/configuration/schema.ts';
import { worldSettings as writtenSettings } from '../../engine/configuration/worldSettings.ts';
import type { World, WorldSettings } from '../../engine/environments/environment.ts';
import type { GradientWorkers } from '../../engine/learner/gradientWorkers.ts';
import type { ModelShape } from '../../engine/learner/model.ts';
import { type Problem, problemText } from '../../engine/problem.ts';
import type { Evaluations } from './results.ts';
import type { RunFolder } from './runFolder.ts';

/** What all stages of a run work with. */
export interface StageContext {
  readonly run: RunFolder;
  /** Runs whose finished stages are taken over where this run would do exactly the same. */
  readonly others?: readonly RunFolder[];
  /** What is known of this run's evaluations. */
  readonly evaluations: Evaluations;
  readonly configuration: Configuration;
  readonly world: World;
  /** Folder that relative paths of the configuration start at. */
  readonly base: string;
  /** Take at most so many tasks, pairs or trajectories a stage: for a quick look. */
  readonly limit?: number;
  /** Threads of the built-in model. */
  readonly threads: number;
  /** Gradient threads for a model of this shape, made when first needed and shared by all stages. */
  gradientWorkers(shape: ModelShape): GradientWorkers;
  /** Says something to the person who watches that is no stage event. */
  note(message: string): void;
  readonly signal: AbortSignal;
}

/** Problems that are told one by one; of more, the number is. */
const problemsTold = 20;

/** Tells the person who watches what was left out of an input, with its places. */
export function tellLeftOut({ note }: Pick<StageContext, 'note'>, problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, problemsTold)) note(`left out: ${problemText(problem)}`);
  if (problems.length > problemsTold) note(`left out: ${problems.length - problemsTold} more`);
}

/** The settings of the run's world, its root as a path on this machine. */
export function worldSettings({
  configuration,
  base,
}: Pick<StageContext, 'configuration' | 'base'>): WorldSettings & { readonly name: string } {
  const settings = writtenSettings(configuration.environment);
  return settings.root === undefined ? settings : { ...settings, root: resolve(base, settings.root) };
}
