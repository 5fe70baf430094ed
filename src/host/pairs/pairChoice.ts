import * as vscode from 'vscode';
import { isStepPair } from '../../engine/preferences/level.ts';
import type { PreferencePair } from '../../engine/preferences/pair.ts';
import { readPairs } from '../../engine/preferences/pairFile.ts';
import { HumanError } from '../../engine/problem.ts';
import { pairSource } from './pairSource.ts';

/** Pairs of a file that a person chooses among; of more, the first ones. */
const most = 5000;

/** The pair files of the workspace, by path. */
export async function pairFiles(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.workspace.findFiles('**/*.pairs.jsonl', '**/{node_modules,.git}/**', 1000);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Lets a person choose a file and a pair of it; undefined when they close the question. */
export async function choosePair(): Promise<
  { readonly file: vscode.Uri; readonly id: string; readonly pair: PreferencePair } | undefined
> {
  const files = await pairFiles();
  if (files.length === 0) throw new HumanError('This workspace has no preference pairs yet.');
  const items = files.map(file => ({ label: vscode.workspace.asRelativePath(file), file }));
  const title = 'Open a preference pair of';
  const file = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title });
  if (!file) return undefined;
  const choice = await vscode.window.showQuickPick(pairItems(file.file), { title, matchOnDescription: true });
  return choice && { file: file.file, id: choice.pair.id, pair: choice.pair };
}

async function pairItems(file: vscode.Uri) {
  const pairs: PreferencePair[] = [];
  for await (const entry of readPairs(await pairSource(file))) {
    if ('value' in entry) pairs.push(entry.value);
    if (pairs.length === most) break;
  }
  return pairs.map(pair => ({ label: pair.task.id, description: pairText(pair), pair }));
}

/** What a list says of a pair in a few words: `reward 1 > 0 · parts at step 3`, or `… · step 3 alone`. */
export function pairText(pair: PreferencePair): string {
  const { chosen, rejected, divergence } = pair;
  const where = isStepPair(pair) ? `step ${divergence + 1} alone` : `parts at step ${divergence + 1}`;
  return `reward ${short(chosen.reward)} > ${short(rejected.reward)} · ${where}`;
}

function short(reward: number): string {
  return String(Number(reward.toFixed(3)));
}
