import * as vscode from 'vscode';
import type { Alignment } from '../../engine/analysis/alignment.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { compareTitle } from './compareTitle.ts';
import { type LoadedEpisode, loadEpisode } from './loadedEpisode.ts';

/** Two episodes to be compared, and how. */
export interface Comparison {
  readonly left: EpisodeAddress;
  readonly right: EpisodeAddress;
  /** Where both sides are opened, 0-based; the first divergence when absent. */
  readonly step?: number;
  /** What the editor is called; the task and who played when absent. */
  readonly title?: string;
}

/** Opens two episodes in VS Code's diff editor, both sides where they part. */
export async function openComparison(services: Services, comparison: Comparison): Promise<void> {
  const [left, right] = await Promise.all([
    loadEpisode(services, comparison.left),
    loadEpisode(services, comparison.right),
  ]);
  const steps =
    comparison.step === undefined
      ? partingSteps(await alignmentOf(services, left, right), left, right)
      : { left: comparison.step, right: comparison.step };
  const lines = { left: lineOf(left, steps.left), right: lineOf(right, steps.right) };
  const title = comparison.title ?? compareTitle(left.episode, right.episode);
  await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri, title, {
    selection: new vscode.Range(lines.right, 0, lines.right, 0),
    preview: true,
  });
  const original = vscode.window.visibleTextEditors.find(
    ({ document, viewColumn }) => document.uri.toString() === left.uri.toString() && viewColumn === undefined,
  );
  if (original) original.selection = new vscode.Selection(lines.left, 0, lines.left, 0);
}

/** Opens several episodes in VS Code's multi-diff editor, each of the others against the first. */
export async function openComparisons(
  services: Services,
  [first, ...others]: readonly [EpisodeAddress, ...EpisodeAddress[]],
): Promise<void> {
  const base = await loadEpisode(services, first);
  const loaded = await Promise.all(others.map(other => loadEpisode(services, other)));
  const title = `${base.episode.history.task.id}: ${loaded.length} episodes against ${base.episode.source?.policy ?? base.episode.id}`;
  const resources = loaded.map(({ uri }) => [uri, base.uri, uri]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}

function alignmentOf({ episodeFiles }: Services, left: LoadedEpisode, right: LoadedEpisode): Promise<Alignment> {
  return episodeFiles.alignment({ left: left.key, right: right.key });
}

/** The steps at which two aligned episodes part; -1 for their openings, their ends where they are alike throughout. */
function partingSteps(
  { rows, divergence }: Alignment,
  left: LoadedEpisode,
  right: LoadedEpisode,
): { readonly left: number; readonly right: number } {
  if (left.episode.history.opening !== right.episode.history.opening) return { left: -1, right: -1 };
  const parted = divergence === null ? [] : rows.slice(divergence);
  return {
    left: parted.find(row => row.left !== undefined)?.left ?? left.episode.history.steps.length,
    right: parted.find(row => row.right !== undefined)?.right ?? right.episode.history.steps.length,
  };
}

/** The first line of a step, that of the ending after the last one, of the opening before the first. */
function lineOf({ episode: { text } }: LoadedEpisode, step: number): number {
  const part = step < 0 ? 'opening' : 'ending';
  return text.steps[step]?.from ?? text.parts.find(range => range.part === part)?.from ?? 0;
}
