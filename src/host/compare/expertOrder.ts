import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type * as vscode from 'vscode';
import { worldSettings } from '../../engine/configuration/worldSettings.ts';
import { HumanError } from '../../engine/problem.ts';
import type { History } from '../../engine/trajectory/trajectory.ts';
import type { ExpertOrder } from '../../node/expertThread.ts';
import { configurationOf } from '../jobs/configurationOf.ts';
import type { Services } from '../services.ts';

/** The environment that needs no files: a task's id says all. */
const selfContained = 'household';

/**
 * What the expert has to be told to play an episode's task: the world as the run's configuration describes it. Undefined
 * where nothing tells which world that is. Rejects with a `HumanError` where the run's contrail.json is not to be found.
 */
export async function expertOrder(
  services: Services,
  { history: { task }, run }: { readonly history: History; readonly run: vscode.Uri | undefined },
): Promise<ExpertOrder | undefined> {
  if (task.environment === selfContained) return { environment: { name: selfContained, seed: 0 }, task };
  const job = run && (await services.runs.find(run));
  if (!job) return undefined;
  const path = await configurationOf(services, job);
  const parsed = await services.configurations.parse({ text: await readFile(path, 'utf8'), file: path });
  if (!('configuration' in parsed)) throw new HumanError(`${path} cannot be read.`, parsed.problems);
  const environment = worldSettings(parsed.configuration.environment);
  if (environment.name !== task.environment) return undefined;
  const where = environment.root !== undefined && { root: resolve(dirname(path), environment.root) };
  return { environment: { ...environment, ...where }, task };
}
