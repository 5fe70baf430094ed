import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPairs } from '../../src/engine/preferences/buildPairs.ts';
import { pairStrategy } from '../../src/engine/preferences/strategies.ts';
import type { Stored } from '../../src/engine/preferences/strategy.ts';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { decodeTrajectory } from '../../src/engine/trajectory/decode.ts';
import { openTrajectoryFile } from '../../src/node/trajectoryFile.ts';
import { episode, step } from '../engine/episodes.ts';
import type { BenchRow } from './row.ts';

export const name = 'pairs';

const rollouts = 5;
const strategy = pairStrategy({ preset: 'own-success' });

/** Episodes of 10 steps, five a task; `scattered` writes rollout after rollout, so that no two of a task are neighbours. */
function write(path: string, tasks: number, scattered: boolean): void {
  const observation = 'You arrive at the shelf 1. On the shelf 1, you see a mug 1, a pen 2 and a book 1.';
  const lines = Array.from({ length: rollouts }, (_, rollout) => {
    const steps = Array.from({ length: 10 }, (_, index) => step(`go to shelf ${rollout + index}`, observation));
    return encodeTrajectory(episode({ id: '@-r', task: { id: '@' }, rollout, reward: rollout === 3 ? 1 : 0, steps }));
  });
  const file = openSync(path, 'w');
  const line = (task: number, rollout: number) =>
    `${lines[rollout]!.replaceAll('@', `task-${task}`)}\n`.replace('-r"', `-${rollout}"`);
  const [outer, inner] = scattered ? [rollouts, tasks] : [tasks, rollouts];
  let text = '';
  for (let first = 0; first < outer; first++) {
    for (let second = 0; second < inner; second++) text += scattered ? line(second, first) : line(first, second);
    if (text.length > 1e6 || first === outer - 1) {
      writeSync(file, text);
      text = '';
    }
  }
  closeSync(file);
}

async function streaming(path: string): Promise<number> {
  const file = await openTrajectoryFile(path, 'e.jsonl');
  let pairs = 0;
  for await (const event of buildPairs({ strategy, episodes: [file], experts: [] })) if ('pair' in event) pairs++;
  await file.close();
  return pairs;
}

/** The obvious way: everything in memory, grouped in a map. */
async function naive(path: string): Promise<number> {
  const groups = new Map<string, Stored[]>();
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    const read = decodeTrajectory(JSON.parse(line), { file: path, line: 1 });
    if (!('value' in read)) throw new Error(read.problem.message);
    const id = read.value.task.id;
    groups.set(id, [...(groups.get(id) ?? []), { file: path, trajectory: read.value }]);
  }
  let pairs = 0;
  for (const episodes of groups.values())
    pairs += strategy.propose({ task: episodes[0]!.trajectory.task, episodes }).filter(each => 'pair' in each).length;
  return pairs;
}

const ways = { streaming, naive };

interface Figures {
  readonly pairs: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** In a process of its own, so that the peak of memory is its own. */
function measure(way: keyof typeof ways, path: string): Figures {
  const output = execFileSync(process.execPath, ['--max-old-space-size=8192', import.meta.filename, way, path]);
  return JSON.parse(output.toString()) as Figures;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  const figures = (tasks: number, way: keyof typeof ways, scattered = false) => {
    const path = join(folder, `${tasks}-${scattered}.jsonl`);
    write(path, tasks, scattered);
    const found = measure(way, path);
    rmSync(path);
    if (found.pairs !== tasks * 3) throw new Error(`${found.pairs} pairs from ${tasks} tasks`);
    return found;
  };
  try {
    const small = figures(2_000, 'streaming');
    const large = figures(20_000, 'streaming');
    const scattered = figures(20_000, 'streaming', true);
    const all = figures(20_000, 'naive');
    const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;
    const inMegabytes = (megabytes: number) => `${megabytes.toFixed(0)} MB`;
    return [
      {
        what: 'pair 100,000 trajectories',
        measured: inSeconds(large.seconds),
        baseline: `${inSeconds(all.seconds)} (all in memory)`,
        ratio: all.seconds / large.seconds,
        aim: '< 60 s',
      },
      {
        what: 'the same, no two of a task adjacent',
        measured: inSeconds(scattered.seconds),
        baseline: `${inSeconds(all.seconds)} (all in memory)`,
        ratio: all.seconds / scattered.seconds,
        aim: '< 60 s',
      },
      {
        what: `peak memory of it (10,000: ${inMegabytes(small.megabytes)}; scattered: ${inMegabytes(scattered.megabytes)})`,
        measured: inMegabytes(large.megabytes),
        baseline: `${inMegabytes(all.megabytes)} (all in memory)`,
        ratio: all.megabytes / large.megabytes,
        aim: 'flat',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const [way, path] = process.argv.slice(2) as [keyof typeof ways, string];
  const start = performance.now();
  const pairs = await ways[way](path);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ pairs, seconds, megabytes: process.resourceUsage().maxRSS / 1024 } satisfies Figures));
}
