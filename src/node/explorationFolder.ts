import { statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Play } from '../engine/exploration/episode.ts';
import { type ExplorationEvent, explore } from '../engine/exploration/explore.ts';
import { type ExplorationStatus, explorationStatus, type MarkerStore } from '../engine/exploration/marker.ts';
import type { ExplorationPlan } from '../engine/exploration/plan.ts';
import type { LineStore } from '../engine/exploration/store.ts';
import { HumanError } from '../engine/problem.ts';
import { errorCode, fileError } from './fileError.ts';
import { openLineFile } from './lineFile.ts';
import { systemClock } from './systemClock.ts';
import { openTrajectoryFile } from './trajectoryFile.ts';
import { writeWhole } from './wholeFile.ts';

/** The files of an exploration, in a folder of its own. */
export const explorationFiles = {
  trajectories: 'episodes.trajectories.jsonl',
  journal: 'episodes.journal.jsonl',
  marker: 'episodes.json',
} as const;

export interface FolderExploration {
  /** Made where absent. One process at a time: its lock is the caller's. */
  readonly folder: string;
  readonly plan: ExplorationPlan;
  /** `playWith(world, policy)`, or `play` of `ExplorationThreads`. */
  readonly play: Play;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * Explores into a folder, or goes on with what stands there: see `explore`. Throws `HumanError` where the folder cannot
 * be written or holds something else.
 */
export async function* exploreToFolder(
  exploration: FolderExploration,
): AsyncGenerator<ExplorationEvent, ExplorationStatus, void> {
  const { folder } = exploration;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, 'create the folder', folder);
  }
  const trajectories = openLineStore(join(folder, explorationFiles.trajectories));
  try {
    const journal = openLineStore(join(folder, explorationFiles.journal));
    try {
      const store = { trajectories, journal, ...markerIn(folder) };
      return yield* explore({ ...exploration, store, clock: systemClock });
    } finally {
      journal.close();
    }
  } finally {
    trajectories.close();
  }
}

/** How far the exploration in `folder` is; undefined where none has begun. */
export async function explorationStatusOf(folder: string): Promise<ExplorationStatus | undefined> {
  return explorationStatus({ trajectories: linesOf(join(folder, explorationFiles.trajectories)), ...markerIn(folder) });
}

/**
 * The trajectory file of the exploration in `folder`. Throws `HumanError` when there is none or when it is partial,
 * unless `partial` says that this is wanted: nothing is trained on a part of an exploration silently.
 */
export async function exploredFile(folder: string, options: { readonly partial?: boolean } = {}): Promise<string> {
  const status = await explorationStatusOf(folder);
  if (!status) throw new HumanError(`There is no exploration in ${folder}: explore first.`);
  if (status.status === 'partial' && !options.partial)
    throw new HumanError(
      `The exploration in ${folder} is partial: ${status.done} of ${status.total} episodes. ` +
        'Run the same command again to go on with it.',
    );
  return join(folder, explorationFiles.trajectories);
}

function openLineStore(path: string): LineStore & { close(): void } {
  const file = openLineFile(path);
  return { ...linesOf(path), append: line => file.append(line), close: () => file.close() };
}

function linesOf(path: string): Pick<LineStore, 'name' | 'size' | 'read'> {
  return {
    name: path,
    size: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    async *read() {
      const file = await openTrajectoryFile(path, path);
      try {
        yield* file.bytes();
      } finally {
        await file.close();
      }
    },
  };
}

function markerIn(folder: string): MarkerStore {
  const path = join(folder, explorationFiles.marker);
  return {
    name: folder,
    async readMarker() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw fileError(error, 'read', path);
      }
    },
    writeMarker: text => writeWhole(path, text),
  };
}
