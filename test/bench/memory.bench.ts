import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../cli/contrail.ts';
import type { BenchRow } from './row.ts';

export const name = 'memory of the stages';

const limit = 500;

/** The recipe with fewer tasks to explore and fewer epochs: what a stage holds at once depends on neither. */
const configuration = {
  name: 'memory',
  environment: { tasks: { train: 300, val: 2, seen: 2, unseen: 2, demonstrations: 25 } },
  train: { cloning: { epochs: 20 } },
  iterations: 1,
  baselines: [],
};

/** Tells the most memory that the process with all its threads ever held, in kilobytes, as the last line of standard error. */
const hook = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads';" +
    "if (isMainThread) process.on('exit', () => process._rawDebug('peak', process.resourceUsage().maxRSS));",
)}`;

/** The peak in megabytes of one command in a process of its own. */
function peak(args: readonly string[]): number {
  const child = spawnSync(process.execPath, ['--import', hook, ...args], { encoding: 'utf8' });
  const found = /^peak (\d+)$/m.exec(child.stderr);
  if (child.status !== 0 || !found) throw new Error(`${args.join(' ')} failed: ${child.stderr}`);
  return Number(found[1]) / 1024;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  try {
    const file = join(folder, 'contrail.json');
    writeFileSync(file, JSON.stringify(configuration));
    const idle = peak([bundle, '--version']);
    const stage = (command: string) => peak([bundle, command, file, '--run', join(folder, 'run'), '--json']);
    const stages = [
      ['train', 'cloning: demonstrations and training'],
      ['explore', 'exploration, 1,500 episodes'],
      ['pair', 'pairs'],
      ['train', 'DPO'],
    ] as const;
    return stages.map(([command, what]) => {
      const megabytes = stage(command);
      return {
        what: `peak memory (RSS), two threads: ${what}`,
        measured: `${megabytes.toFixed(0)} MB`,
        baseline: `${idle.toFixed(0)} MB (contrail --version)`,
        ratio: idle / megabytes,
        aim: `< ${limit} MB`,
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
