import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DashboardSnapshots } from '../../src/node/dashboardSnapshot.ts';
import { localRunFiles } from '../../src/node/runFiles.ts';
import { readOnlyRunHead } from '../../src/node/runHead.ts';
import { RunReader } from '../../src/node/runReader.ts';
import { soundDpo } from '../engine/training/curves.ts';
import type { BenchRow } from './row.ts';

export const name = 'dashboard';

const steps = 20_000;
const head = readOnlyRunHead({ run: '', name: '', folder: '', statusText: '' });

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  const file = join(folder, 'metrics.jsonl');
  const append = (first: number, last: number) => {
    const lines = Array.from({ length: last - first + 1 }, (_, index) => metricsLine(first + index));
    appendFileSync(file, `${lines.join('\n')}\n`);
  };
  try {
    append(1, steps);
    const reader = new RunReader(localRunFiles(folder));
    const snapshots = new DashboardSnapshots(reader);
    const look = async () => {
      await reader.refresh();
      snapshots.take({ version: 1, head, choice: {} });
    };
    const first = await timed(look);
    append(steps + 1, steps + 10);
    const again = await timed(look);
    const whole = await timed(async () => {
      for (const line of readFileSync(file, 'utf8').trim().split('\n')) JSON.parse(line);
    });
    return [
      {
        what: `a training of ${steps} steps, curves and alarms`,
        measured: `${first.toFixed(0)} ms`,
        baseline: `${whole.toFixed(0)} ms (reading and parsing alone)`,
        ratio: whole / first,
        aim: '–',
      },
      {
        what: 'the same after ten more steps',
        measured: `${again.toFixed(1)} ms`,
        baseline: `${whole.toFixed(0)} ms (reading all again)`,
        ratio: whole / again,
        aim: '< 50 ms',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function metricsLine(step: number): string {
  const values = Object.fromEntries(Object.entries(soundDpo()).map(([metric, value]) => [metric, value(step)]));
  const place = { seed: 1, arm: 'eto', iteration: 1 };
  return JSON.stringify({ time: '2026-01-01T00:00:00.000Z', place, stage: 'train', values: { step, ...values } });
}
