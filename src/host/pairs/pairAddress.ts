import * as vscode from 'vscode';
import type { PairSide, PreferencePair } from '../../engine/preferences/pair.ts';
import { readPairs } from '../../engine/preferences/pairFile.ts';
import { HumanError, problemText } from '../../engine/problem.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import { runFolderOf } from '../support/runFiles.ts';
import { pairSource } from './pairSource.ts';

/** The pair of a file by its id. Rejects with a `HumanError` where there is none. */
export async function pairIn(file: vscode.Uri, id: string): Promise<PreferencePair> {
  let first: string | undefined;
  for await (const entry of readPairs(await pairSource(file))) {
    if ('problem' in entry) first ??= problemText(entry.problem);
    else if (entry.value.id === id) return entry.value;
  }
  const unread = first ? ` Not every line could be read: ${first}` : '';
  throw new HumanError(`There is no pair "${id}" in ${file.path}.${unread}`);
}

/**
 * The episode that a side of a pair refers to. Throws a `HumanError` where the pair leads out of its own folder, its run
 * and the workspace: a file may come from anywhere, so it names no files but those beside it.
 */
export async function sideAddress(pairFile: vscode.Uri, { file, id }: PairSide): Promise<EpisodeAddress> {
  const folder = vscode.Uri.joinPath(pairFile, '..');
  const target = vscode.Uri.joinPath(folder, ...file.split('/'));
  const run = await runFolderOf(pairFile);
  const allowed = [folder, ...(run ? [run] : []), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
  if (!allowed.some(root => isBelow(target, root)))
    throw new HumanError(`The pair names ${target.path}, which lies outside this workspace; it is not opened.`);
  return { file: target, id };
}

function isBelow(file: vscode.Uri, root: vscode.Uri): boolean {
  const folder = root.path.endsWith('/') ? root.path : `${root.path}/`;
  return file.scheme === root.scheme && file.authority === root.authority && file.path.startsWith(folder);
}
