import * as vscode from 'vscode';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import { type EpisodeAddress, episodeUri } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { compareTitle, severalTitle } from './compareTitle.ts';
import { loadEpisode } from './loadedEpisode.ts';

/** Two episodes to be compared, and how. */
export interface Comparison {
  readonly left: EpisodeAddress;
  readonly right: EpisodeAddress;
  /** Where both sides are opened, 0-based; the first divergence when absent. */
  readonly step?: number;
  /** What the editor is called; the task and who played when absent. */
  readonly title?: string;
}

/** Opens two episodes in VS Code's diff editor, aligned step by step, both sides where they part. */
export async function openComparison(services: Services, comparison: Comparison): Promise<void> {
  const sides = comparedSides(comparison.left, comparison.right);
  const [left, right] = await Promise.all([loadEpisode(services, sides.left), loadEpisode(services, sides.right)]);
  const steps =
    comparison.step === undefined
      ? partingSteps(left.episode, right.episode)
      : { left: comparison.step, right: comparison.step };
  const place = (episode: OpenedEpisode, step: number) => new vscode.Position(lineOf(episode, step), 0);
  const at = place(right.episode, steps.right);
  const title = comparison.title ?? compareTitle(left.episode, right.episode);
  const [leftUri, rightUri] = [episodeUri(sides.left), episodeUri(sides.right)];
  await vscode.commands.executeCommand('vscode.diff', leftUri, rightUri, title, {
    selection: new vscode.Range(at, at),
    preview: true,
  });
  const original = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === leftUri.toString(),
  );
  const atLeft = place(left.episode, steps.left);
  if (original) original.selection = new vscode.Selection(atLeft, atLeft);
  if (comparison.step === undefined && left.episode.alignment?.divergence === null)
    void vscode.window.showInformationMessage('Both episodes did the same at every step.');
}

/** Opens several episodes in VS Code's multi-diff editor, each of the others against the first. */
export async function openComparisons(
  services: Services,
  [first, ...others]: readonly [EpisodeAddress, ...EpisodeAddress[]],
): Promise<void> {
  const { episode } = await loadEpisode(services, first);
  const resources = others.map(other => {
    const { left, right } = comparedSides(first, other);
    return [episodeUri(right), episodeUri(left), episodeUri(right)];
  });
  await vscode.commands.executeCommand('vscode.changes', severalTitle(episode, others.length), resources);
}

/** Both sides of a comparison, each of which knows the other. */
function comparedSides(left: EpisodeAddress, right: EpisodeAddress): Record<'left' | 'right', EpisodeAddress> {
  const bare = ({ file, id, line }: EpisodeAddress) => ({
    file,
    ...(id !== undefined && { id }),
    ...(line !== undefined && { line }),
  });
  return {
    left: { ...bare(left), against: { ...bare(right), side: 'left' } },
    right: { ...bare(right), against: { ...bare(left), side: 'right' } },
  };
}

/** The steps at which two aligned episodes part; -1 where their openings do, and where they are alike throughout. */
function partingSteps(left: OpenedEpisode, right: OpenedEpisode): { readonly left: number; readonly right: number } {
  const { rows, divergence } = left.alignment!;
  if (divergence === null || left.history.opening !== right.history.opening) return { left: -1, right: -1 };
  const parted = rows.slice(divergence);
  return {
    left: parted.find(row => row.left !== undefined)?.left ?? left.history.steps.length,
    right: parted.find(row => row.right !== undefined)?.right ?? right.history.steps.length,
  };
}

/** The first line of a step, that of the ending after the last one, of the opening before the first. */
function lineOf({ text }: OpenedEpisode, step: number): number {
  const part = step < 0 ? 'opening' : 'ending';
  return text.steps[step]?.from ?? text.parts.find(range => range.part === part)?.from ?? 0;
}
