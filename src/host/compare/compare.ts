import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import type { Task } from '../../engine/trajectory/trajectory.ts';
import { pickEpisode, pickFile } from '../episodes/episodePick.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { isArgumentObject, registerCommand, runCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { openComparison, openComparisons } from './comparison.ts';
import { episodeArgument, episodeArguments, neededEpisode } from './episodeArgument.ts';
import { chooseEpisode, chooseEpisodes } from './episodeChoice.ts';
import { expertEpisode } from './expertEpisode.ts';
import { type LoadedEpisode, loadEpisode } from './loadedEpisode.ts';
import { type FoundEpisode, runEpisodes, taskEpisodes } from './taskEpisodes.ts';

/** Episodes beside each other: with the expert's, with a sibling, across iterations, or any. */
export function registerCompare(services: Services): vscode.Disposable {
  const loaded = (argument: unknown) => loadEpisode(services, neededEpisode(argument));
  return new Disposables(
    registerCommand('contrail.compareEpisodes', services, (argument, selection) =>
      compareEpisodes(services, argument, selection),
    ),
    registerCommand('contrail.compareWithExpert', services, async argument => {
      const own = await loaded(argument);
      const expert = await expertEpisode(services, own);
      await openComparison(services, { left: addressOf(own), right: expert });
    }),
    registerCommand('contrail.openExpert', services, async argument => {
      const { file, id } = await expertEpisode(services, await loaded(argument));
      await runCommand('contrail.openEpisode', { file: file.toString(), ...(id !== undefined && { id }) });
    }),
    registerCommand('contrail.compareWithSibling', services, async argument => {
      const own = await loaded(argument);
      const sibling = isArgumentObject(argument) ? argument['sibling'] : undefined;
      const other = typeof sibling === 'string' ? { file: own.file, id: sibling } : await chooseSibling(services, own);
      if (other) await openComparison(services, { left: addressOf(own), right: other });
    }),
    registerCommand('contrail.compareAcrossIterations', services, argument => compareAcross(services, argument)),
  );
}

function addressOf({ file, episode: { id, line } }: LoadedEpisode): EpisodeAddress {
  return { file, id, ...(line !== undefined && { line }) };
}

async function compareEpisodes(services: Services, argument: unknown, selection: unknown): Promise<void> {
  const [first = await askEpisode(services), second, ...more] = await episodesToCompare(services, argument, selection);
  if (!first) return;
  if (more.length > 0) return openComparisons(services, [first, second!, ...more]);
  if (second) return openComparison(services, { left: first, right: second });
  const own = await loadEpisode(services, first);
  const other = await chooseSibling(services, own);
  if (other) await openComparison(services, { left: first, right: other });
}

/** The episode that the person chooses of a file that they choose; undefined when they close the question. */
async function askEpisode(services: Services): Promise<EpisodeAddress | undefined> {
  const file = await pickFile(services);
  return file && (await pickEpisode(services, file));
}

/** Of a task's element in a tree all episodes, else those that were given or chosen. */
async function episodesToCompare(services: Services, argument: unknown, selection: unknown) {
  const given = episodeArguments(argument, selection);
  if (given.length > 0 || isArgumentObject(argument)) return given;
  const place = taskArgument(argument);
  return place ? (await taskEpisodes(services, place.file, place.task)).map(toAddress) : [];
}

/** The task of a tree element and the file in which it was played. */
function taskArgument(argument: unknown): { readonly file: vscode.Uri; readonly task: Task } | undefined {
  if (typeof argument !== 'object' || argument === null || !('task' in argument)) return undefined;
  const { task, episodes } = argument as { readonly task: Task; readonly episodes?: vscode.Uri };
  return episodes && { task, file: episodes };
}

function toAddress({ file, summary: { id, line } }: FoundEpisode): EpisodeAddress {
  return { file, id, line };
}

/** Another rollout of the same task: the only other one, or the one that the person chooses. */
async function chooseSibling(services: Services, own: LoadedEpisode): Promise<EpisodeAddress | undefined> {
  const { history, id } = own.episode;
  const all = await taskEpisodes(services, own.file, history.task);
  const others = all.filter(({ summary }) => summary.id !== id);
  if (others.length === 0)
    throw new HumanError(
      `"${history.task.id}" was played only once in this file. Compare across iterations, or with the expert.`,
    );
  const title = `Compare ${id} with`;
  const choice = others.length === 1 ? others[0] : await chooseEpisode(others, title);
  return choice && toAddress(choice);
}

async function compareAcross(services: Services, argument: unknown): Promise<void> {
  const place = taskArgument(argument);
  const own = place ? undefined : await loadEpisode(services, neededEpisode(episodeArgument(argument) && argument));
  const { file, task } = place ?? { file: own!.file, task: own!.episode.history.task };
  const progress = { location: vscode.ProgressLocation.Window, title: `Looking for ${task.id} in the run` };
  const all = await vscode.window.withProgress(progress, () => runEpisodes(services, file, task));
  const isOwn = (found: FoundEpisode) =>
    found.file.toString() === file.toString() && (!own || found.summary.id === own.episode.id);
  const first = all.find(isOwn);
  const others = all.filter(found => found !== first);
  if (!first || others.length === 0) throw new HumanError(`"${task.id}" was played only once in this run.`);
  const chosen =
    isArgumentObject(argument) && argument['all'] === true
      ? others
      : await chooseEpisodes(others, {
          title: `Compare ${first.summary.id} with`,
          picked: found => oneEach(others).includes(found),
        });
  if (!chosen || chosen.length === 0) return;
  const [left, ...rest] = [first, ...chosen].map(toAddress) as [EpisodeAddress, ...EpisodeAddress[]];
  if (rest.length === 1) await openComparison(services, { left, right: rest[0]! });
  else await openComparisons(services, [left, ...rest]);
}

/** The first episode of each file: one an iteration. */
function oneEach(episodes: readonly FoundEpisode[]): readonly FoundEpisode[] {
  return [...new Map([...episodes].reverse().map(found => [found.file.toString(), found])).values()].reverse();
}
