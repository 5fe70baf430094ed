import * as vscode from 'vscode';
import { outcomeWord, rewardText } from '../../engine/trajectory/stepFacts.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { EpisodeSummary, RowPage, RunningEpisode } from '../../protocol/episodeFiles.ts';
import type { Services } from '../services.ts';
import { runCommand } from '../support/contributions.ts';
import { provideEpisodes } from '../support/episodeSource.ts';
import type { EpisodeAddress } from './episodeUri.ts';

/** More than this nobody chooses from; the file's own editor has a filter language. */
const mostFiles = 500;
const mostEpisodes = 2000;

interface FileItem extends vscode.QuickPickItem {
  /** Absent for the item that looks elsewhere. */
  readonly file?: vscode.Uri;
}

/** Lets the person choose a trajectory file of the workspace, those of the newest runs first, or any other. */
export async function pickFile({ runs }: Services): Promise<vscode.Uri | undefined> {
  const items = Promise.all([runs.list(), findFiles()]).then(([known, files]): FileItem[] => {
    const age = (file: vscode.Uri) => {
      const run = known.findIndex(({ folder }) => file.path.startsWith(`${folder.path}/`));
      return run === -1 ? known.length : run;
    };
    return [
      ...files.toSorted((a, b) => age(a) - age(b) || (a.path < b.path ? -1 : 1)).map(fileItem),
      { label: '$(folder-opened) Another file…', alwaysShow: true },
    ];
  });
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Open Episode',
    placeHolder: 'A file of episodes',
    matchOnDescription: true,
  });
  if (!choice || choice.file) return choice?.file;
  const filters = { 'Files of episodes': ['jsonl'] };
  const [file] = (await vscode.window.showOpenDialog({ title: 'Open Episode', filters })) ?? [];
  return file;
}

function findFiles(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles('**/*.trajectories.jsonl', '**/node_modules/**', mostFiles);
}

function fileItem(file: vscode.Uri): FileItem {
  const path = vscode.workspace.asRelativePath(file);
  const [name = path, ...folders] = path.split('/').reverse();
  // Every stage of a run calls its file by the same name.
  const stage = name === 'episodes.trajectories.jsonl' ? folders.slice(0, 2).reverse().join(' · ') : '';
  return { label: `$(list-flat) ${stage || name}`, description: path, file };
}

interface EpisodeItem extends vscode.QuickPickItem {
  /** Absent for the item that opens the whole file. */
  readonly address?: EpisodeAddress;
}

/** Lets the person choose an episode of a file, running ones first. Rejects with a `HumanError` when it cannot be read. */
export async function pickEpisode(services: Services, file: vscode.Uri): Promise<EpisodeAddress | undefined> {
  const choice = await vscode.window.showQuickPick(episodeItems(services, file), {
    title: 'Open Episode',
    placeHolder: 'An episode, by its id, task, reward or steps',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!choice) return undefined;
  if (!choice.address) await runCommand('contrail.openEpisodeFile', { file: file.toString() });
  return choice.address;
}

async function episodeItems(services: Services, file: vscode.Uri): Promise<EpisodeItem[]> {
  const { episodeFiles } = services;
  const path = await provideEpisodes(services, file);
  const view = { filter: '', sort: [], group: 'none' } as const;
  let status = await episodeFiles.status({ path });
  while (!status.complete && status.summarised < mostEpisodes)
    status = await episodeFiles.changed({ path, version: status.version });
  const [running, page] = await Promise.all([
    episodeFiles.running({ path }),
    episodeFiles.rows({ path, view, from: 0, count: mostEpisodes }),
  ]);
  return [
    ...running.map(episode => runningItem(episode, file)),
    ...page.rows.flatMap(row => rowItem(row, file)),
    ...(page.total > page.rows.length
      ? [{ label: `$(list-flat) ${page.total - page.rows.length} more: open the file…`, alwaysShow: true }]
      : []),
  ];
}

function runningItem({ id, task, steps }: RunningEpisode, file: vscode.Uri): EpisodeItem {
  return {
    label: `$(sync) ${visible(id)}`,
    description: `running · ${steps} steps`,
    detail: visible(task.instruction),
    address: { file, id },
  };
}

function rowItem(row: RowPage['rows'][number], file: vscode.Uri): EpisodeItem[] {
  if ('group' in row) return [];
  if ('problem' in row) {
    const { line, problem } = row;
    return [
      { label: `$(error) line ${line}`, description: 'no episode', detail: problem.message, address: { file, line } },
    ];
  }
  return [{ ...summaryItem(row), address: { file, id: row.id, line: row.line } }];
}

function summaryItem(summary: EpisodeSummary): vscode.QuickPickItem {
  const { id, reward, steps, instruction, success } = summary;
  const judged = reward === null ? 'not judged' : `reward ${rewardText(reward)}`;
  return {
    label: `$(${success ? 'pass' : 'circle-slash'}) ${visible(id)}`,
    description: `${judged} · ${steps} ${steps === 1 ? 'step' : 'steps'} · ${outcomeWord(summary)}`,
    detail: visible(instruction),
  };
}
