import { diffArrays } from 'diff';
import { alignSteps } from '../../src/engine/analysis/alignment.ts';
import { seeded } from '../../src/engine/random.ts';
import type { Step } from '../../src/engine/trajectory/trajectory.ts';
import { step } from '../engine/episodes.ts';
import type { BenchRow } from './row.ts';

export const name = 'alignment';

const verbs = ['go to', 'open', 'examine', 'take mug from', 'put mug on'];
const things = ['cabinet', 'drawer', 'shelf', 'counter', 'fridge'];

/** Steps like a household's, every action with a number of its own among `kinds`. */
function played(count: number, { seed, kinds }: { readonly seed: number; readonly kinds: number }): Step[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const place = `${random.pick(things)} ${random.below(kinds)}`;
    return step(`${random.pick(verbs)} ${place}`, `You arrive at ${place}. On it you see nothing.`);
  });
}

/** Milliseconds of the fastest of some runs. */
function fastest(work: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function row(count: number, aim: string, runs: number): BenchRow {
  const [left, right] = [played(count, { seed: 1, kinds: count }), played(count, { seed: 2, kinds: count })];
  const lines = (steps: readonly Step[]) => steps.map(({ action, observation }) => `${action}\n${observation}`);
  const measured = fastest(() => alignSteps(left, right), runs);
  const baseline = fastest(() => diffArrays(lines(left), lines(right)), runs);
  return {
    what: `two unlike episodes of ${count.toLocaleString('en')} steps aligned`,
    measured: `${measured.toFixed(1)} ms`,
    baseline: `${baseline.toFixed(1)} ms (equal steps only, \`diff\`)`,
    ratio: baseline / measured,
    aim,
  };
}

export async function run(): Promise<BenchRow[]> {
  return [row(200, '< 50 ms', 10), row(5000, '< 2 s', 2)];
}
