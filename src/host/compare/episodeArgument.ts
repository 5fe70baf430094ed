import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { type EpisodeAddress, episodeAddress, episodeScheme } from '../episodes/episodeUri.ts';
import { fileArgument } from '../support/fileArgument.ts';

/**
 * The episode that a command is asked about: that of an argument object, of a tree element, of an episode's URI, or,
 * without an argument, the one in the active editor. Undefined when there is none.
 */
export function episodeArgument(argument: unknown): EpisodeAddress | undefined {
  if (argument === undefined || argument === null) return activeEpisode();
  if (argument instanceof vscode.Uri) return wholeEpisode(argument);
  if (typeof argument !== 'object') return undefined;
  const { id, line } = argument as { readonly id?: unknown; readonly line?: unknown };
  const file = fileArgument(argument);
  if (!file) return Object.keys(argument).length === 0 ? activeEpisode() : undefined;
  if (file.scheme === episodeScheme) return wholeEpisode(file);
  if (typeof id !== 'string' && typeof line !== 'number') return undefined;
  return { file, ...(typeof id === 'string' && { id }), ...(typeof line === 'number' && { line }) };
}

/** As `episodeArgument`; throws a `HumanError` when there is none. */
export function neededEpisode(argument: unknown): EpisodeAddress {
  const episode = episodeArgument(argument);
  if (!episode) throw new HumanError('Open an episode first, or choose one in the Runs view.');
  return episode;
}

/**
 * The episodes that a command is asked about: `episodes` of an argument object, or the selected elements, which a menu
 * gives as its second argument.
 */
export function episodeArguments(argument: unknown, selection?: unknown): readonly EpisodeAddress[] {
  const { episodes } = (typeof argument === 'object' ? (argument ?? {}) : {}) as { readonly episodes?: unknown };
  const given = Array.isArray(episodes) ? episodes : Array.isArray(selection) ? selection : [];
  const found = given.flatMap((item: unknown) => (item ? (episodeArgument(item) ?? []) : []));
  if (found.length > 0 || Array.isArray(episodes)) return found;
  const one = episodeArgument(argument);
  return one ? [one] : [];
}

function activeEpisode(): EpisodeAddress | undefined {
  const { activeTextEditor, tabGroups } = vscode.window;
  const active = activeTextEditor && wholeEpisode(activeTextEditor.document.uri);
  if (active) return active;
  const input = tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText) return wholeEpisode(input.uri);
  if (input instanceof vscode.TabInputTextDiff) return wholeEpisode(input.modified);
  return undefined;
}

/** The episode of a document, also of one that shows a part of it or stands in a comparison. */
function wholeEpisode(uri: vscode.Uri): EpisodeAddress | undefined {
  const address = episodeAddress(uri);
  if (!address) return undefined;
  const { file, id, line } = address;
  return { file, ...(id !== undefined && { id }), ...(line !== undefined && { line }) };
}
