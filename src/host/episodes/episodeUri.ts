import * as vscode from 'vscode';

/** The scheme of episode documents. */
export const episodeScheme = 'contrail-episode';

/** Which episode a document shows. */
export interface EpisodeAddress {
  /** The trajectory file. */
  readonly file: vscode.Uri;
  /** The trajectory's id; absent for a line that is no episode. */
  readonly id?: string;
  /** 1-based; a hint where the id is known. */
  readonly line?: number;
  /** A part that is shown in full, because the episode's own document leaves out its middle. */
  readonly part?: { readonly step: number | null; readonly name: string };
}

/**
 * The URI of an episode's document. Its path ends in what a tab should say, its query names the episode, so that equal
 * episodes have equal URIs.
 */
export function episodeUri({ file, id, line, part }: EpisodeAddress): vscode.Uri {
  const name = (id ?? `line ${line ?? 0}`).replaceAll(/[\\/]/g, '∕');
  const suffix = part ? ` ${part.name} ${part.step === null ? '' : part.step + 1}`.trimEnd() : '';
  const query = JSON.stringify({
    file: file.toString(),
    ...(id !== undefined ? { id } : { line }),
    ...(part && { part }),
  });
  return vscode.Uri.from({ scheme: episodeScheme, path: `${file.path}/${name}${suffix}.trajectory`, query });
}

/** What `episodeUri` was made of; undefined for a URI that is not of ours. */
export function episodeAddress(uri: vscode.Uri): EpisodeAddress | undefined {
  if (uri.scheme !== episodeScheme) return undefined;
  try {
    const { file, ...rest } = JSON.parse(uri.query) as Omit<EpisodeAddress, 'file'> & { readonly file: string };
    return { ...rest, file: vscode.Uri.parse(file, true) };
  } catch {
    return undefined;
  }
}
