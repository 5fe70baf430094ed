import { posix } from 'node:path';
import * as vscode from 'vscode';
import { changesName, type EpisodeChange } from '../../engine/analysis/changesFile.ts';
import { HumanError } from '../../engine/problem.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { episodePath } from '../support/episodeSource.ts';
import { stageOf } from '../support/runFiles.ts';
import { fileState } from './fileState.ts';

/**
 * How likely the turns of an episode are to the policies of its run, as far as `contrail changes` has told: in its own
 * iteration, then in the next one. Nothing outside a run, and nothing of an episode that has changed since.
 */
export async function turnChangesOf(
  services: Pick<Services, 'episodeFiles'>,
  file: vscode.Uri,
  { id, history }: Pick<OpenedEpisode, 'id' | 'history'>,
): Promise<readonly EpisodeChange[]> {
  const found = await Promise.all(changesFiles(file).map(changes => changesIn(services, changes, { file, id })));
  return found.filter(change => change !== undefined).filter(({ tokens }) => tokens.length === history.steps.length);
}

/** The files that may tell of the episodes in `file`. */
export function changesFiles(file: vscode.Uri): readonly vscode.Uri[] {
  const place = stageOf(file)?.place;
  if (!place) return [];
  const iteration = vscode.Uri.joinPath(file, '..', '..');
  const next = vscode.Uri.joinPath(iteration, '..', `iteration-${place.iteration + 1}`);
  return [iteration, next].map(folder => vscode.Uri.joinPath(folder, changesName));
}

async function changesIn(
  { episodeFiles }: Pick<Services, 'episodeFiles'>,
  changes: vscode.Uri,
  { file, id }: { readonly file: vscode.Uri; readonly id: string },
): Promise<EpisodeChange | undefined> {
  const state = await fileState(changes);
  if (state === 'absent') return undefined;
  const bytes = changes.scheme === 'file' ? undefined : await vscode.workspace.fs.readFile(changes);
  try {
    return await episodeFiles.turnChanges({
      ...{ path: episodePath(changes), state, id, ...(bytes && { bytes }) },
      file: posix.relative(posix.dirname(changes.path), file.path),
    });
  } catch (error) {
    // Gone since it was looked at: then nothing is known.
    if (error instanceof HumanError) return undefined;
    throw error;
  }
}
