import * as vscode from 'vscode';
import type { EpisodeChange } from '../../engine/analysis/changesFile.ts';
import { turnChangeText } from '../../engine/analysis/turnChangeText.ts';
import { omissionText } from '../../engine/trajectory/excerpt.ts';
import { rewardChange, rewardText } from '../../engine/trajectory/stepFacts.ts';
import type { PartRange } from '../../engine/trajectory/text.ts';
import { partAt } from '../../engine/trajectory/textPlace.ts';
import type { Step } from '../../engine/trajectory/trajectory.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress, episodeSelector } from './episodeUri.ts';
import { turnChangesOf } from './turnChanges.ts';

/** What a document's text leaves out, by the line: of a turn what it cost and its raw text, of the task who played it. */
export function registerHovers(services: Services, documents: EpisodeDocuments): vscode.Disposable {
  return vscode.languages.registerHoverProvider(episodeSelector, {
    async provideHover(document, { line }) {
      const opened = await documents.opened(document);
      const part = opened && partAt(opened.text, line);
      if (!part) return undefined;
      const file = episodeAddress(document.uri)?.file;
      const changes = part.step === undefined || !file ? [] : await turnChangesOf(services, file, opened);
      return new vscode.Hover(hoverText(opened, part, changes), document.lineAt(line).range);
    },
  });
}

function hoverText(
  opened: OpenedEpisode,
  { part, step }: PartRange,
  changes: readonly EpisodeChange[],
): vscode.MarkdownString {
  if (step !== undefined) return stepText(opened, step, changes);
  return part === 'ending' ? endingText(opened) : sourceText(opened);
}

function stepText(
  { history, problems }: OpenedEpisode,
  index: number,
  changes: readonly EpisodeChange[],
): vscode.MarkdownString {
  const step = history.steps[index]!;
  const found = problems.filter(problem => problem.step === index);
  const change = rewardChange(history.steps, index);
  const facts = [
    `reward so far ${change ?? rewardText(step.reward)}`,
    ...(step.valid ? [] : ['not understood by the environment']),
    ...usageFacts(step),
  ];
  const text = markdown(`**Step ${index + 1} of ${history.steps.length}**\n\n${facts.join(' · ')}`);
  for (const { message } of found) text.appendMarkdown(`\n\n⚠ ${message}`);
  // The policies' names are from a file: as text, so that nothing in them is a link.
  for (const change of changes) text.appendMarkdown('\n\n').appendText(turnChangeText(change, index));
  fence(text, 'The turn as the policy wrote it', step.text);
  if (step.reasoning) fence(text, 'Its private reasoning, never trained on', step.reasoning);
  return text;
}

function usageFacts({ usage, logProbability }: Step): string[] {
  const facts: string[] = [];
  if (usage) {
    const cached = usage.cachedTokens === undefined ? '' : `, ${usage.cachedTokens} of them cached`;
    facts.push(`${usage.completionTokens} tokens written, ${usage.promptTokens} read${cached}`);
  }
  if (logProbability !== undefined) facts.push(`log-probability ${logProbability.toFixed(3)}`);
  if (logProbability !== undefined && usage && usage.completionTokens > 0)
    facts.push(`${(logProbability / usage.completionTokens).toFixed(3)} a token`);
  return facts;
}

function endingText({ outcome, history }: OpenedEpisode): vscode.MarkdownString {
  const reward = outcome?.reward ?? null;
  const judged = reward === null ? 'not judged: no reward, which is not reward 0' : `reward ${rewardText(reward)}`;
  const totals = history.steps.flatMap(({ usage }) => usage ?? []);
  const sum = (of: (usage: (typeof totals)[number]) => number) => totals.reduce((all, usage) => all + of(usage), 0);
  const tokens = `${sum(usage => usage.completionTokens)} tokens written, ${sum(usage => usage.promptTokens)} read`;
  const facts = [judged, `${history.steps.length} steps`, ...(totals.length > 0 ? [tokens] : [])];
  return markdown(`**${outcome?.success ? 'Success' : 'No success'}**\n\n${facts.join(' · ')}`);
}

function sourceText({ id, line, source, outcome, history }: OpenedEpisode): vscode.MarkdownString {
  const { environment, split, id: task } = history.task;
  const text = markdown(outcome ? '**Episode**' : '**Episode that still runs**');
  const rows = [
    ['id', id],
    ['task', `${environment} ${split} ${task}`],
    ['line', line],
    ['policy', source?.policy],
    ['iteration', source?.iteration],
    ['rollout', source?.rollout],
    ['seed', source?.seed],
    ['temperature', source?.temperature],
    ['forked from', source?.parent && `${source.parent.id} after ${source.parent.steps} steps`],
  ].filter(([, value]) => value !== undefined);
  return fence(text, undefined, rows.map(([name, value]) => `${String(name).padEnd(11)} ${value}`).join('\n'));
}

/** Markdown of our own words: nothing in it is trusted, and nothing of a recording may stand in it unfenced. */
function markdown(text: string): vscode.MarkdownString {
  const made = new vscode.MarkdownString(text);
  made.isTrusted = false;
  made.supportHtml = false;
  return made;
}

const longestRaw = 4000;

/** Adds text of a recording as it is, inside a fence that it cannot end. */
function fence(to: vscode.MarkdownString, title: string | undefined, raw: string): vscode.MarkdownString {
  const left = raw.length - longestRaw;
  const shown = visible(raw.slice(0, longestRaw));
  const longestRun = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longestRun + 1);
  if (title) to.appendMarkdown(`\n\n${title}`);
  to.appendMarkdown(`\n\n${mark}text\n${shown}\n${mark}\n`);
  if (left > 0) to.appendMarkdown(`\n${omissionText({ count: left, unit: 'character' })}`);
  return to;
}
