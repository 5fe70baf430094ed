import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { fileArgument } from '../support/fileArgument.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { pickEpisode, pickFile } from './episodePick.ts';
import { type EpisodeAddress, episodeAddress, episodeUri } from './episodeUri.ts';
import { foldRepetitions } from './repetitionFolds.ts';

/** How an episode is opened. */
interface Opening {
  readonly address: EpisodeAddress;
  readonly beside: boolean;
  readonly preview: boolean;
  /** The step to go to, from 1. */
  readonly step?: number;
}

/** `contrail.openEpisode`: the episode of its argument, or the one that the person chooses. */
export function registerOpenEpisode(services: Services, documents: EpisodeDocuments): vscode.Disposable {
  return registerCommand('contrail.openEpisode', services, async argument => {
    const opening = openingOf(argument) ?? (await askOpening(services, argument));
    if (opening) await openEpisode(documents, opening);
  });
}

/** What an argument object, a tree element or an episode's own URI names; undefined where a part of it is to be asked for. */
function openingOf(argument: unknown): Opening | undefined {
  const given = (typeof argument === 'object' ? (argument ?? {}) : {}) as Readonly<Record<string, unknown>>;
  const { id, line, beside, preview, step } = given;
  const file = fileArgument(argument);
  const options = { beside: beside === true, preview: preview !== false, ...(typeof step === 'number' && { step }) };
  const own = file && episodeAddress(file);
  if (own) return { address: own, ...options };
  if (!file || (typeof id !== 'string' && typeof line !== 'number')) return undefined;
  const key = { ...(typeof id === 'string' && { id }), ...(typeof line === 'number' && { line }) };
  return { address: { file, ...key }, ...options };
}

async function askOpening(services: Services, argument: unknown): Promise<Opening | undefined> {
  const file = fileArgument(argument) ?? (await pickFile(services));
  const address = file && (await pickEpisode(services, file));
  return address && { address, beside: false, preview: false };
}

/** Rejects with a `HumanError` where the episode cannot be read. */
async function openEpisode(documents: EpisodeDocuments, opening: Opening): Promise<void> {
  const { address, step } = opening;
  const reading = documents.prepare(address);
  // An address in full is its document's: VS Code gets ready for it while it is read.
  const isFull = address.id !== undefined && address.line !== undefined && step === undefined;
  const early = isFull ? episodeUri(address) : undefined;
  if (early) await show(early, opening);
  const { uri, shown } = await reading;
  const isShown = early?.toString() === uri.toString();
  if (early && !isShown) await close(early);
  if (shown.kind === 'missing') throw shown.error;
  const opened = shown.kind === 'episode' ? shown.opened : undefined;
  const line = opened && step !== undefined ? lineOfStep(opened, step) : undefined;
  if (!isShown) await show(uri, opening, line);
  if (opened && line === undefined) await foldRepetitions(opened);
}

/** Unlike `showTextDocument` this does not keep the document open for minutes after its editor is closed. */
async function show(uri: vscode.Uri, { beside, preview }: Opening, line?: number): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri, {
    viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    preview,
    ...(line !== undefined && { selection: new vscode.Range(line, 0, line, 0) }),
  } satisfies vscode.TextDocumentShowOptions);
}

/** Closes the active tab if it shows this. */
async function close(uri: vscode.Uri): Promise<void> {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const isIts = tab?.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();
  if (isIts) await vscode.window.tabGroups.close(tab);
}

function lineOfStep({ text, id }: OpenedEpisode, step: number): number {
  const range = text.steps[step - 1];
  if (!range) throw new HumanError(`Episode ${id} has ${text.steps.length} steps, but no step ${step}.`);
  return range.from;
}
