import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { EpisodeSummary } from '../../protocol/episodeFiles.ts';
import type { Run } from '../jobs/runs.ts';
import type { Services } from '../services.ts';

/** Where a run keeps the episodes that its pairs come from, the latest iteration last. */
const explored = 'seed-*/iteration-*/explore/episodes.trajectories.jsonl';

/** What makes a failure worth reading: first one that went in circles, then any; the shortest of them. */
const filters = ['not success and loops and steps > 3', 'not success and problems > 0', 'not success'];

/** A failed episode that shows something, of the run in `folder` or of the newest run that has one. */
export async function sampleEpisode(
  { runs, episodeFiles }: Services,
  folder: string | undefined,
): Promise<{ readonly file: string; readonly id: string }> {
  const given = folder === undefined ? undefined : await runs.find(folder);
  for (const run of given ? [given] : await runs.list()) {
    for (const file of await exploredFiles(run)) {
      for (const filter of filters) {
        const view = { filter, sort: [{ column: 'steps', descending: false }], group: 'none' } as const;
        const page = await episodeFiles.rows({ path: file.fsPath, view, from: 0, count: 1 });
        const episode = page.rows.find((row): row is EpisodeSummary => 'id' in row);
        if (episode) return { file: file.fsPath, id: episode.id };
      }
    }
  }
  throw new HumanError('No run of this workspace has a failed episode yet: use "Contrail: Run Iterations…" first.');
}

async function exploredFiles({ folder }: Run): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, explored));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
