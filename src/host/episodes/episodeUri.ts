import * as vscode from 'vscode';
import type { EpisodePart } from '../../engine/trajectory/part.ts';
import { visible } from '../../engine/trajectory/visible.ts';

/** The scheme of episode documents. */
export const episodeScheme = 'contrail-episode';

/** Which episode a document shows. */
export interface EpisodeAddress {
  /** The trajectory file. */
  readonly file: vscode.Uri;
  /** The trajectory's id; absent for a line that is no episode. */
  readonly id?: string;
  /** 1-based. With an id it tells episodes of one id apart. */
  readonly line?: number;
  /** A part that is shown in full, because the episode's own document leaves out its middle. */
  readonly part?: EpisodePart;
  /** The episode that it stands beside in a comparison, and on which side of it it stands itself. */
  readonly against?: ComparedAddress;
}

/** The other side of a comparison. */
export interface ComparedAddress {
  readonly file: vscode.Uri;
  readonly id?: string;
  readonly line?: number;
  readonly side: 'left' | 'right';
}

const longestName = 100;

/**
 * The URI of an episode's document. Its path ends in what a tab should say, its query names the episode, so that equal
 * addresses have equal URIs. Parts are plain text, but for steps.
 */
export function episodeUri({ file, id, line, part, against }: EpisodeAddress): vscode.Uri {
  const name = visible(id ?? `line ${line ?? 0}`)
    .replaceAll(/[\\/\n\t]/g, '∕')
    .slice(0, longestName);
  const place = part && (part.step === null ? part.name : `${part.name} ${part.step + 1}`);
  const extension = part && part.name !== 'steps' ? 'txt' : 'trajectory';
  const query = JSON.stringify({
    file: file.toString(),
    ...(id !== undefined && { id }),
    ...(line !== undefined && { line }),
    ...(part && { part: { name: part.name, step: part.step } }),
    ...(against && { against: { ...against, file: against.file.toString() } }),
  });
  const folder = vscode.workspace.getWorkspaceFolder(file) ? `/${vscode.workspace.asRelativePath(file)}` : file.path;
  const path = `${folder}/${[name, place].filter(Boolean).join(' ')}.${extension}`;
  return vscode.Uri.from({ scheme: episodeScheme, path, query });
}

type WrittenAddress = Omit<EpisodeAddress, 'file' | 'against'> & {
  readonly file: string;
  readonly against?: Omit<ComparedAddress, 'file'> & { readonly file: string };
};

/** What `episodeUri` was made of; undefined for a URI that is not of ours. */
export function episodeAddress(uri: vscode.Uri): EpisodeAddress | undefined {
  if (uri.scheme !== episodeScheme) return undefined;
  try {
    const { file, against, ...rest } = JSON.parse(uri.query) as WrittenAddress;
    const other = against && { ...against, file: vscode.Uri.parse(against.file, true) };
    return { ...rest, file: vscode.Uri.parse(file, true), ...(other && { against: other }) };
  } catch {
    return undefined;
  }
}

/** The documents that our language features are for. */
export const episodeSelector: vscode.DocumentSelector = { scheme: episodeScheme, language: 'trajectory' };
