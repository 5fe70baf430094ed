import type * as vscode from 'vscode';
import type { PreferencePair } from '../../engine/preferences/pair.ts';
import { HumanError } from '../../engine/problem.ts';
import { openComparison } from '../compare/comparison.ts';
import { episodeArguments, neededEpisode } from '../compare/episodeArgument.ts';
import { chooseEpisode, chooseEpisodeOrExpert } from '../compare/episodeChoice.ts';
import { expertEpisode, isExpert } from '../compare/expertEpisode.ts';
import { loadEpisode } from '../compare/loadedEpisode.ts';
import { type FoundEpisode, runEpisodes } from '../compare/taskEpisodes.ts';
import type { EpisodeAddress } from '../episodes/episodeUri.ts';
import type { Services } from '../services.ts';
import { isArgumentObject, registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { fileArgument } from '../support/fileArgument.ts';
import { makePair, type PairRequest } from './makePair.ts';
import { pairIn, sideAddress } from './pairAddress.ts';
import { choosePair } from './pairChoice.ts';

/** Preference pairs: made by hand of two episodes, and opened beside each other. */
export function registerPairs(services: Services): vscode.Disposable {
  return new Disposables(
    registerCommand('contrail.makePair', services, async (argument, selection) => {
      const request = await requested(services, argument, selection);
      if (!request) return undefined;
      const { file, pair } = await makePair(services, request);
      await openPair(services, file, pair);
      return pair;
    }),
    registerCommand('contrail.openPair', services, async argument => {
      const named = pairArgument(argument) ?? (await choosePair());
      if (named) await openPair(services, named.file, named.pair ?? (await pairIn(named.file, named.id)));
    }),
  );
}

/** Opens the two sides of a pair, chosen left, where they part. */
async function openPair(services: Services, file: vscode.Uri, pair: PreferencePair): Promise<void> {
  const [left, right] = await Promise.all([sideAddress(file, pair.chosen), sideAddress(file, pair.rejected)]);
  const title = `${pair.task.id}: chosen (reward ${pair.chosen.reward}) ↔ rejected (reward ${pair.rejected.reward})`;
  await openComparison(services, { left, right, step: pair.divergence, title });
}

interface NamedPair {
  readonly file: vscode.Uri;
  readonly id: string;
  readonly pair?: PreferencePair;
}

function pairArgument(argument: unknown): NamedPair | undefined {
  const file = fileArgument(argument);
  if (!file) return undefined;
  const { id, pair } = argument as { readonly id?: unknown; readonly pair?: PreferencePair };
  if (typeof id !== 'string') throw new HumanError(`Which pair of ${file.path}? Give its id.`);
  return { file, id, ...(pair && { pair }) };
}

/** The two episodes: named, selected in a tree, or one and another of its task that the person chooses. */
async function requested(services: Services, argument: unknown, selection: unknown): Promise<PairRequest | undefined> {
  if (isArgumentObject(argument) && (argument['chosen'] || argument['rejected'])) {
    const side = (name: 'chosen' | 'rejected') => (argument[name] ? neededEpisode(argument[name]) : undefined);
    const [chosen, rejected] = [side('chosen'), side('rejected')];
    if (chosen && rejected) return { chosen, rejected, byReward: false };
    if (chosen) return askOther(services, chosen, 'lower');
    if (rejected) return askOther(services, rejected, 'higher');
  }
  const [first, second, third] = episodeArguments(argument, selection);
  if (third) throw new HumanError('A pair is made of two episodes; more are selected.');
  if (first && second) return { chosen: first, rejected: second, byReward: true };
  return askOther(services, first ?? neededEpisode(undefined), 'other');
}

/** Asks which episode of the same task makes a pair with this one: one with a higher, a lower or just another reward. */
async function askOther(
  services: Services,
  address: EpisodeAddress,
  wanted: 'higher' | 'lower' | 'other',
): Promise<PairRequest | undefined> {
  const own = await loadEpisode(services, address);
  const { id, history, outcome } = own.episode;
  const reward = outcome?.reward ?? null;
  if (reward === null) throw new HumanError(`The episode "${id}" has no reward, so nothing says which is better.`);
  const fits = ({ summary }: FoundEpisode) =>
    summary.reward !== null &&
    summary.reward !== reward &&
    (wanted === 'other' || summary.reward > reward === (wanted === 'higher'));
  const others = (await runEpisodes(services, own.file, history.task)).filter(fits);
  const title = `Make a pair of ${id} (reward ${reward}) and`;
  const mayBeExpert = wanted !== 'lower' && reward < 1 && !isExpert(own.episode.source?.policy);
  if (others.length === 0 && !mayBeExpert)
    throw new HumanError(
      `No episode of "${history.task.id}" has ${wanted === 'other' ? 'another' : `a ${wanted}`} reward than ${reward}: there is nothing to prefer.`,
    );
  const choice = await (mayBeExpert ? chooseEpisodeOrExpert(others, title) : chooseEpisode(others, title));
  if (!choice) return undefined;
  const other = choice === 'expert' ? await expertEpisode(services, own) : { file: choice.file, id: choice.summary.id };
  return { chosen: address, rejected: other, byReward: true };
}
