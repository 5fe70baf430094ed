import { availableParallelism } from 'node:os';
import type { Configuration } from '../../engine/configuration/schema.ts';
import { worldKind } from '../../engine/environments/registry.ts';
import { GradientPools } from '../gradientPools.ts';
import { worldPorts } from '../worldPorts.ts';
import { Evaluations } from './results.ts';
import { RunFolder } from './runFolder.ts';
import { type StageContext, worldSettings } from './stageContext.ts';

export interface ContextOptions {
  readonly configuration: Configuration;
  /** The run folder. */
  readonly folder: string;
  /** Folder of `contrail.json`. */
  readonly base: string;
  readonly limit?: number;
  /** Runs whose finished stages may be taken over. */
  readonly others?: readonly RunFolder[];
  /** What is known of evaluations; its own when absent. */
  readonly evaluations?: Evaluations;
  readonly signal: AbortSignal;
  note(message: string): void;
}

/** What the stages of a run work with; dispose of it when the work is done. Throws a `HumanError` for an unknown world. */
export function openContext(options: ContextOptions): StageContext & { dispose(): Promise<void> } {
  const { configuration, folder, base, limit, others, evaluations = new Evaluations(), signal, note } = options;
  const settings = worldSettings({ configuration, base });
  const threads = configuration.explore.threads ?? availableParallelism();
  const pools = new GradientPools(threads);
  return {
    run: new RunFolder(folder),
    configuration,
    world: worldKind(settings.name).open(settings, worldPorts),
    base,
    ...(limit !== undefined && { limit }),
    ...(others && { others }),
    evaluations,
    threads,
    gradientWorkers: shape => pools.of(shape),
    note,
    signal,
    dispose: () => pools.dispose(),
  };
}
