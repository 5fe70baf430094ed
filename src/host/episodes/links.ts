import * as vscode from 'vscode';
import { partOfStep } from '../../engine/trajectory/textPlace.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { type EpisodeAddress, episodeAddress, episodeSelector, episodeUri } from './episodeUri.ts';
import { experimentOf } from './experimentOf.ts';

/**
 * Links to what is left out, to the experiment whose environment was played, to the line of the trajectory file that
 * holds the task's episode, and to the episode that this one was forked from.
 */
export function registerLinks(documents: EpisodeDocuments): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(episodeSelector, {
    async provideDocumentLinks(document) {
      const address = wholeAddress(document.uri);
      const opened = await documents.opened(document);
      if (!address) return undefined;
      if (opened)
        return [
          ...gapLinks(document, opened, address),
          ...parentLink(document, opened, address),
          ...(await taskLinks(document, opened, address)),
        ];
      const shown = documents.shown(document);
      if (shown?.kind !== 'malformed') return undefined;
      const { range } = document.lineAt(0);
      return [link(range, fileLine(address.file, shown.malformed.problem.line), 'Open the file')];
    },
  });
}

/** The episode of a document, whatever that shows of it. */
function wholeAddress(uri: vscode.Uri): EpisodeAddress | undefined {
  const address = episodeAddress(uri);
  if (!address) return undefined;
  const { part: _part, against: _against, ...whole } = address;
  return whole;
}

function link(range: vscode.Range, target: vscode.Uri, tooltip: string): vscode.DocumentLink {
  const made = new vscode.DocumentLink(range, target);
  made.tooltip = tooltip;
  return made;
}

function gapLinks(
  document: vscode.TextDocument,
  opened: OpenedEpisode,
  address: EpisodeAddress,
): vscode.DocumentLink[] {
  return opened.text.gaps.map(({ line, of }) => {
    const { text, firstNonWhitespaceCharacterIndex: from } = document.lineAt(line);
    const target = episodeUri({ ...address, part: of });
    return link(new vscode.Range(line, from, line, text.length), target, `Show the whole ${of.name}`);
  });
}

/** The first step that is not the parent's leads to the parent. */
function parentLink(
  document: vscode.TextDocument,
  { source, text }: OpenedEpisode,
  { file }: EpisodeAddress,
): vscode.DocumentLink[] {
  const parent = source?.parent;
  const place = parent && (partOfStep(text, parent.steps, 'thought') ?? partOfStep(text, parent.steps, 'action'));
  if (!place) return [];
  const lead = document.lineAt(place.from).text.indexOf(':');
  const range = new vscode.Range(place.from, 0, place.from, lead);
  return [link(range, episodeUri({ file, id: parent.id }), 'Forked here: open the episode it was forked from')];
}

const taskLead = '  Id: ';

/**
 * In the line `Id: environment split task`, where it is one line, the environment leads to the experiment and the task to
 * the file's line.
 */
async function taskLinks(
  document: vscode.TextDocument,
  { history, line, text }: OpenedEpisode,
  { file }: EpisodeAddress,
): Promise<vscode.DocumentLink[]> {
  const place = text.parts.find(({ part }) => part === 'task');
  if (!place) return [];
  const { text: words, lineNumber } = document.lineAt(place.to - 1);
  const start = taskLead.length;
  if (!words.startsWith(taskLead)) return [];
  const environment = visible(history.task.environment).length;
  const id = environment + history.task.split.length + 2;
  const range = (from: number, to: number) => new vscode.Range(lineNumber, from, lineNumber, to);
  const experiment = await experimentOf(file);
  return [
    ...(experiment ? [link(range(start, start + environment), experiment, 'Open the experiment')] : []),
    ...(line === undefined
      ? []
      : [link(range(start + id, words.length), fileLine(file, line), `Open the file; the episode is line ${line}`)]),
  ];
}

function fileLine(file: vscode.Uri, line: number): vscode.Uri {
  return file.with({ fragment: `L${line}` });
}
