import { dirname, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { handPair } from '../../engine/preferences/handPair.ts';
import type { PairSide, PreferencePair } from '../../engine/preferences/pair.ts';
import type { Stored } from '../../engine/preferences/strategy.ts';
import { HumanError } from '../../engine/problem.ts';
import { addPair, removePair } from '../../node/pairLines.ts';
import { type LoadedEpisode, loadEpisode } from '../compare/loadedEpisode.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { runFolderOf } from '../support/runFiles.ts';
import { showError } from '../support/showError.ts';

/** Two episodes of which a pair is to be made. */
export interface PairRequest {
  readonly chosen: EpisodeAddress;
  readonly rejected: EpisodeAddress;
  /** Whether the higher reward decides which is chosen. */
  readonly byReward: boolean;
}

/** A pair and the file it stands in. */
export interface MadePair {
  readonly file: vscode.Uri;
  readonly pair: PreferencePair;
}

/**
 * Adds a pair of two episodes to `pairs/hand.pairs.jsonl` of the chosen one's run, or beside its file outside of a run,
 * and tells the person, who may take it back. Rejects with a `HumanError` where the two are no pair.
 */
export async function makePair(services: Services, request: PairRequest): Promise<MadePair> {
  if (!vscode.workspace.isTrusted) throw new HumanError('Trust this workspace to make pairs in it.');
  const [one, other] = await Promise.all([
    loadEpisode(services, request.chosen),
    loadEpisode(services, request.rejected),
  ]);
  const isSwapped = request.byReward && rewardOf(other) > rewardOf(one);
  const [chosen, rejected] = isSwapped ? [other, one] : [one, other];
  for (const { file, key } of [chosen, rejected])
    if (file.scheme !== 'file') throw new HumanError(`Pairs refer to files of this machine; ${key.path} is none.`);
  const folder = (await runFolderOf(chosen.file)) ?? vscode.Uri.joinPath(chosen.file, '..');
  const file = vscode.Uri.joinPath(folder, 'pairs', 'hand.pairs.jsonl');
  const pair = handPair(storedFor(file, chosen), storedFor(file, rejected));
  const isNew = await addPair(file.fsPath, pair);
  void tell(services, { file, pair }, isNew).catch(error => showError(error, services.log));
  return { file, pair };
}

function rewardOf({ episode: { outcome } }: LoadedEpisode): number {
  return outcome?.reward ?? Number.NEGATIVE_INFINITY;
}

function storedFor(pairFile: vscode.Uri, { file, key, episode }: LoadedEpisode): Stored {
  const { id, history, outcome, source } = episode;
  if (!outcome || !source) throw new HumanError(`The episode "${id}" is not finished yet.`);
  const from = relative(dirname(pairFile.fsPath), file.fsPath);
  if (from === join(file.fsPath)) throw new HumanError(`${key.path} lies on another disk than ${pairFile.fsPath}.`);
  return { file: from.split(sep).join('/'), trajectory: { ...history, id, outcome, source } };
}

async function tell({ log }: Services, { file, pair }: MadePair, isNew: boolean): Promise<void> {
  const { chosen, rejected, task } = pair;
  const named = ({ id, policy, reward }: PairSide) => `${id} of ${policy} (reward ${reward})`;
  const what = `${named(chosen)} preferred to ${named(rejected)}`;
  log.info(`${what}: pair ${pair.id} in ${file.fsPath}`);
  if (!isNew) {
    const choice = await vscode.window.showInformationMessage(`This pair of ${task.id} is there already.`, 'Open File');
    if (choice) await vscode.window.showTextDocument(file);
    return;
  }
  const choice = await vscode.window.showInformationMessage(`Pair of ${task.id}: ${what}.`, 'Undo', 'Open File');
  if (choice === 'Open File') await vscode.window.showTextDocument(file);
  if (choice === 'Undo' && !(await removePair(file.fsPath, pair)))
    throw new HumanError(`The pair is no longer in ${file.fsPath}.`);
}
