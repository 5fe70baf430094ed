import { playWith } from '../../src/engine/exploration/episode.ts';
import { seeded } from '../../src/engine/random.ts';
import type { FolderExploration } from '../../src/node/explorationFolder.ts';
import { corridor, corridorPlan, corridorTasks, wanderer } from '../engine/exploration/corridor.ts';

/** An exploration of 40 episodes whose turns take up to `slowness` times 4 ms, at random, so that episodes overtake each other. */
export function slowExploration(folder: string, slowness: number): FolderExploration {
  const random = seeded(process.pid);
  const before = () => new Promise<void>(resolve => setTimeout(resolve, slowness * 4 * random.uniform()));
  return {
    folder,
    plan: corridorPlan({ tasks: corridorTasks(10), rollouts: 4 }),
    play: playWith(corridor(), wanderer(slowness > 0 ? { before } : {})),
    concurrency: 3,
    signal: new AbortController().signal,
  };
}
