import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { fileArgument } from '../support/fileArgument.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { pickEpisode, pickFile } from './episodePick.ts';
import { type EpisodeAddress, episodeAddress } from './episodeUri.ts';
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
async function openEpisode(documents: EpisodeDocuments, { address, beside, preview, step }: Opening): Promise<void> {
  const { uri, shown } = await documents.prepare(address);
  if (shown.kind === 'missing') throw shown.error;
  const opened = shown.kind === 'episode' ? shown.opened : undefined;
  const line = opened && step !== undefined ? lineOfStep(opened, step) : undefined;
  // Unlike `showTextDocument` this does not keep the document open for minutes after its editor is closed.
  await vscode.commands.executeCommand('vscode.open', uri, {
    viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    preview,
    ...(line !== undefined && { selection: new vscode.Range(line, 0, line, 0) }),
  } satisfies vscode.TextDocumentShowOptions);
  if (opened && line === undefined) await foldRepetitions(opened);
}

function lineOfStep({ text, id }: OpenedEpisode, step: number): number {
  const range = text.steps[step - 1];
  if (!range) throw new HumanError(`Episode ${id} has ${text.steps.length} steps, but no step ${step}.`);
  return range.from;
}
