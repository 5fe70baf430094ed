import { appendFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { encodeTrajectory } from '../../engine/trajectory/atif.ts';
import type { History } from '../../engine/trajectory/trajectory.ts';
import { playExpert } from '../../node/expertThread.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { exists, playedExperts, runFolderOf, stageOf, stagesOf } from '../support/runFiles.ts';
import { expertOrder } from './expertOrder.ts';
import type { LoadedEpisode } from './loadedEpisode.ts';
import { type FoundEpisode, taskEpisodes } from './taskEpisodes.ts';

/**
 * The expert's episode of a task: a recorded one, of the run's demonstrations first, else one that the expert plays now
 * and that is kept beside the run. Rejects with a `HumanError` where there is none and nobody can play it.
 */
export async function expertEpisode(services: Services, { file, episode }: LoadedEpisode): Promise<EpisodeAddress> {
  const { task } = episode.history;
  if (isExpert(episode.source?.policy)) throw new HumanError('This is the expert’s own episode.');
  const run = await runFolderOf(file);
  const played = playedExperts(file, run);
  for (const candidate of await recordedFiles(file, { run, played })) {
    const found = (await taskEpisodes(services, candidate, task)).filter(({ summary }) => isExpert(summary.policy));
    const best = bestOf(found);
    if (best) return { file: best.file, id: best.summary.id };
  }
  return play(services, { history: episode.history, file, run, played });
}

/** Whether a policy of this name is an expert. */
export function isExpert(policy: string | undefined): boolean {
  return policy !== undefined && /^expert\b/.test(policy);
}

interface Places {
  readonly run: vscode.Uri | undefined;
  readonly played: vscode.Uri;
}

/** Files in which the expert may be recorded: the demonstrations of the episode's own seed first, its own file last. */
async function recordedFiles(file: vscode.Uri, { run, played }: Places): Promise<readonly vscode.Uri[]> {
  const seed = stageOf(file)?.place.seed;
  const stages = run ? (await stagesOf(run)).filter(({ stage }) => stage === 'demonstrate') : [];
  const own = stages.filter(({ place }) => place.seed === seed);
  const demonstrated = [...own, ...stages.filter(stage => !own.includes(stage))];
  const kept = (await exists(played)) ? [played] : [];
  return [...demonstrated.flatMap(({ episodes }) => episodes ?? []), ...kept, file];
}

/** The highest reward, then the fewest steps, as pairing chooses. */
function bestOf(episodes: readonly FoundEpisode[]): FoundEpisode | undefined {
  const reward = ({ summary }: FoundEpisode) => summary.reward ?? 1;
  return [...episodes].sort((a, b) => reward(b) - reward(a) || a.summary.steps - b.summary.steps)[0];
}

interface Wanted extends Places {
  readonly history: History;
  readonly file: vscode.Uri;
}

async function play(services: Services, wanted: Wanted): Promise<EpisodeAddress> {
  const { history, played } = wanted;
  const none = `No expert trajectory of "${history.task.id}" is recorded`;
  if (!vscode.workspace.isTrusted)
    throw new HumanError(`${none}. Trust this workspace to let the expert play the task.`);
  if (played.scheme !== 'file') throw new HumanError(`${none}, and the expert plays on this machine's disks only.`);
  const order = await expertOrder(services, wanted);
  if (!order)
    throw new HumanError(`${none}, and Contrail knows no expert of the environment "${history.task.environment}".`);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'The expert plays the task',
    cancellable: true,
  };
  const trajectory = await vscode.window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
    return playExpert(order, abort.signal);
  });
  if (trajectory.opening !== history.opening)
    throw new HumanError(
      `The task "${history.task.id}" begins differently now than when the episode was played: the environment has changed, so its expert shows nothing about this episode.`,
    );
  await appendFile(played.fsPath, `${encodeTrajectory(trajectory)}\n`);
  services.log.info(`The expert played ${history.task.id}; kept in ${played.fsPath}`);
  return { file: played, id: trajectory.id };
}
