import * as vscode from 'vscode';
import { arms, folderStage, type Place, placeOrder, type Stage, stages } from '../../engine/iteration/place.ts';
import { jobFiles } from '../../node/jobFiles.ts';

/** A stage's folder in a run and what stands in it. */
export interface StageFolder {
  readonly place: Place;
  readonly stage: Stage;
  readonly folder: vscode.Uri;
  /** Whether the stage has ended: the folder bears its marker. */
  readonly isDone: boolean;
  /** Its file of episodes. */
  readonly episodes?: vscode.Uri;
  /** Its file of pairs. */
  readonly pairs?: vscode.Uri;
}

const endings = { episodes: '.trajectories.jsonl', pairs: '.pairs.jsonl', marker: 'stage.json' } as const;

/** Levels above a file at which its run is looked for: the deepest stage has four, a part of a trajectory file one more. */
const mostLevels = 6;

/** Where expert trajectories stand that were played for a comparison: in the run, or beside a file outside of one. */
export function playedExperts(file: vscode.Uri, run: vscode.Uri | undefined): vscode.Uri {
  return vscode.Uri.joinPath(run ?? vscode.Uri.joinPath(file, '..'), 'expert.trajectories.jsonl');
}

/** The run folder that a file belongs to; undefined outside a run. */
export async function runFolderOf(file: vscode.Uri): Promise<vscode.Uri | undefined> {
  let folder = vscode.Uri.joinPath(file, '..');
  for (let level = 0; level < mostLevels; level++) {
    if (await exists(vscode.Uri.joinPath(folder, jobFiles.job))) return folder;
    const above = vscode.Uri.joinPath(folder, '..');
    if (above.path === folder.path) return undefined;
    folder = above;
  }
  return undefined;
}

/** Where in its run a file stands, by its path alone: `seed-1/iteration-2/explore/…`. */
export function stageOf(file: vscode.Uri): ReturnType<typeof folderStage> {
  const folders = file.path.split('/').slice(0, -1);
  return folderStage(folders.slice(-4).join('/')) ?? folderStage(folders.slice(-3).join('/'));
}

/** The stages of a run that have begun: by seed, then ETO before its baselines, by iteration, in the order of the work. */
export async function stagesOf(run: vscode.Uri): Promise<readonly StageFolder[]> {
  const below = async (path: string, begin: string) =>
    (await foldersIn(vscode.Uri.joinPath(run, path))).flatMap(name =>
      name.startsWith(begin) ? `${path}${name}/` : [],
    );
  const seeds = await below('', 'seed-');
  const armFolders = seeds.flatMap(seed => arms.map(arm => (arm === 'eto' ? seed : `${seed}${arm}/`)));
  const iterations = (await Promise.all(armFolders.map(folder => below(folder, 'iteration-')))).flat();
  const found = await Promise.all(
    iterations.map(async iteration => {
      const names = await foldersIn(vscode.Uri.joinPath(run, iteration));
      return Promise.all(names.map(name => stageFolderAt(run, `${iteration}${name}`)));
    }),
  );
  return found
    .flat()
    .filter(stage => stage !== undefined)
    .sort(inOrder);
}

async function stageFolderAt(run: vscode.Uri, path: string): Promise<StageFolder | undefined> {
  const known = folderStage(path);
  if (!known) return undefined;
  const folder = vscode.Uri.joinPath(run, path);
  const names = await filesIn(folder);
  const fileWith = (ending: string) => {
    const name = names.find(name => name.endsWith(ending));
    return name === undefined ? undefined : vscode.Uri.joinPath(folder, name);
  };
  const [episodes, pairs] = [fileWith(endings.episodes), fileWith(endings.pairs)];
  const isDone = names.includes(endings.marker);
  return { ...known, folder, isDone, ...(episodes && { episodes }), ...(pairs && { pairs }) };
}

function inOrder(a: StageFolder, b: StageFolder): number {
  return placeOrder(a.place, b.place) || stages.indexOf(a.stage) - stages.indexOf(b.stage);
}

/** Whether something stands there. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function entriesIn(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  // A folder that came or went while it was looked at holds nothing.
  return vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
}

async function foldersIn(folder: vscode.Uri): Promise<readonly string[]> {
  return (await entriesIn(folder)).flatMap(([name, type]) => (type & vscode.FileType.Directory ? name : []));
}

async function filesIn(folder: vscode.Uri): Promise<readonly string[]> {
  return (await entriesIn(folder)).flatMap(([name, type]) => (type & vscode.FileType.Directory ? [] : name));
}
