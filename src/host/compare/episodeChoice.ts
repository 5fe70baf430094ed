import * as vscode from 'vscode';
import type { EpisodeSummary } from '../../protocol/episodeFiles.ts';
import { type FoundEpisode, placeOf } from './taskEpisodes.ts';

type Item = vscode.QuickPickItem & { readonly found: FoundEpisode };

/** Lets a person choose one of several episodes of a task, or its expert; undefined when they close the question. */
export async function chooseEpisodeOrExpert(
  episodes: readonly FoundEpisode[],
  title: string,
): Promise<FoundEpisode | 'expert' | undefined> {
  const expert = { label: '$(star) The expert', description: 'as recorded, or as it plays the task now' };
  const items: readonly (vscode.QuickPickItem & { readonly found?: FoundEpisode })[] = [...episodes.map(item), expert];
  const choice = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return choice && (choice.found ?? 'expert');
}

/** Lets a person choose one of several episodes of a task; undefined when they close it. */
export async function chooseEpisode(
  episodes: readonly FoundEpisode[],
  title: string,
): Promise<FoundEpisode | undefined> {
  const items = episodes.map(item);
  const choice = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return choice?.found;
}

/** As `chooseEpisode`, for several; those of `picked` are chosen beforehand. */
export async function chooseEpisodes(
  episodes: readonly FoundEpisode[],
  { title, picked }: { readonly title: string; readonly picked: (episode: FoundEpisode) => boolean },
): Promise<readonly FoundEpisode[] | undefined> {
  const items = episodes.map(found => ({ ...item(found), picked: picked(found) }));
  const options = { title, matchOnDescription: true, matchOnDetail: true, canPickMany: true as const };
  const choice = await vscode.window.showQuickPick(items, options);
  return choice?.map(({ found }) => found);
}

function item(found: FoundEpisode): Item {
  const { summary, file } = found;
  return {
    label: `$(${summary.success ? 'pass' : summary.reward === null ? 'question' : 'error'}) ${summary.id}`,
    description: summaryText(summary),
    detail: `${placeOf(file)} · ${summary.policy}`,
    found,
  };
}

/** What a list says of an episode in a few words: `reward 0.5 · 12 steps · step-limit`. */
export function summaryText({ reward, steps, ending }: Pick<EpisodeSummary, 'reward' | 'steps' | 'ending'>): string {
  const judged = reward === null ? 'not judged' : `reward ${Number(reward.toFixed(3))}`;
  return `${judged} · ${steps} ${steps === 1 ? 'step' : 'steps'}${ending === 'success' ? '' : ` · ${ending}`}`;
}
