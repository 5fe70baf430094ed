import * as vscode from 'vscode';
import { placeText } from '../../engine/iteration/place.ts';
import { queryText } from '../../engine/query/query.ts';
import type { Task } from '../../engine/trajectory/trajectory.ts';
import type { EpisodeSummary } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import { exists, playedExperts, runFolderOf, stageOf, stagesOf } from '../support/runFiles.ts';

/** An episode and the file it stands in. */
export interface FoundEpisode {
  readonly file: vscode.Uri;
  readonly summary: EpisodeSummary;
}

/** Episodes of one task that are looked at in a file; a person chooses among fewer. */
const most = 1000;

/** The episodes of a task in a file, in the file's order. */
export async function taskEpisodes(
  services: Services,
  file: vscode.Uri,
  task: Pick<Task, 'environment' | 'id'>,
): Promise<readonly FoundEpisode[]> {
  const path = await provideEpisodes(services, file);
  const filter = queryText({ kind: 'compare', field: 'task', operator: '=', value: task.id });
  await whole(services, path);
  const view = { filter, sort: [], group: 'none' } as const;
  const { rows } = await services.episodeFiles.rows({ path, view, from: 0, count: most });
  return rows.flatMap(row => {
    const isOfTask = 'id' in row && row.task === task.id && row.environment === task.environment;
    return isOfTask ? { file, summary: row } : [];
  });
}

/** Waits until a file is read to its end; says so where that takes its time. */
async function whole({ episodeFiles }: Services, path: string): Promise<void> {
  let status = await episodeFiles.status({ path });
  if (status.complete) return;
  const progress = { location: vscode.ProgressLocation.Window, title: `Reading ${path}` };
  await vscode.window.withProgress(progress, async () => {
    while (!status.complete) status = await episodeFiles.changed({ path, version: status.version });
  });
}

/** The episodes of a task in all of the run that a file belongs to, or in the file outside a run; experts played for it last. */
export async function runEpisodes(
  services: Services,
  file: vscode.Uri,
  task: Pick<Task, 'environment' | 'id'>,
): Promise<readonly FoundEpisode[]> {
  const run = await runFolderOf(file);
  const played = playedExperts(file, run);
  const files = run ? (await stagesOf(run)).flatMap(({ episodes }) => episodes ?? []) : [file];
  if (await exists(played)) files.push(played);
  const found: FoundEpisode[] = [];
  for (const other of files) found.push(...(await taskEpisodes(services, other, task)));
  return found;
}

/** Where in its run an episode was played: `seed 1, iteration 2 · evaluate`; the file's name outside a run. */
export function placeOf(file: vscode.Uri): string {
  const known = stageOf(file);
  return known ? `${placeText(known.place)} · ${known.stage}` : file.path.slice(file.path.lastIndexOf('/') + 1);
}
