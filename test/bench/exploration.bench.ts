import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playWith } from '../../src/engine/exploration/episode.ts';
import { ordersOf } from '../../src/engine/exploration/plan.ts';
import { exploreToFolder } from '../../src/node/explorationFolder.ts';
import { corridor, corridorPlan, corridorTasks, wanderer } from '../engine/exploration/corridor.ts';
import type { BenchRow } from './row.ts';

export const name = 'exploration';

/** What journal, order and storage cost where environment and policy cost next to nothing. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  const plan = corridorPlan({ tasks: corridorTasks(4000) });
  const play = playWith(corridor(), wanderer());
  const { signal } = new AbortController();
  try {
    const played = await stepsPerSecond(async function* () {
      for (const order of ordersOf(plan)) yield* play(order, signal);
    });
    const explored = await stepsPerSecond(() => exploreToFolder({ folder, plan, play, concurrency: 16, signal }));
    return [
      {
        what: 'explored into a folder, every step journaled',
        measured: `${Math.round(explored)} steps/s`,
        baseline: `${Math.round(played)} steps/s (played, nothing stored)`,
        ratio: explored / played,
        aim: '≥ 10,000 steps/s',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function stepsPerSecond(episodes: () => AsyncIterable<{ readonly kind: string }>): Promise<number> {
  let steps = 0;
  const start = performance.now();
  for await (const { kind } of episodes()) if (kind === 'step' || kind === 'stepped') steps++;
  return (1000 * steps) / (performance.now() - start);
}
