import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { lines } from '../../src/engine/trajectory/lines.ts';
import { readTrajectories } from '../../src/engine/trajectory/reader.ts';
import type { Step } from '../../src/engine/trajectory/trajectory.ts';
import { openTrajectoryFile } from '../../src/node/trajectoryFile.ts';
import { sample } from '../engine/trajectory/sample.ts';
import type { BenchRow } from './row.ts';

export const name = 'trajectories';

const episodes = 10_000;
const rounds = 3;

/** A file of episodes of 20 steps, about 10 kB each. */
function writeEpisodes(path: string): void {
  const [step] = sample.steps as [Step];
  const file = openSync(path, 'w');
  for (let index = 0; index < episodes; index++) {
    const steps = Array.from({ length: 20 }, (_, turn) => {
      const action = `go to shelf ${(index * turn) % 97}`;
      const thought = `${step.thought}. I have looked at ${turn} places and the mug was in none of them.`;
      const observation = `${step.observation}, a cup ${turn} and a spoon ${index % 7}. `.repeat(3);
      return { ...step, thought, action, text: `Thought: ${thought}\nAction: ${action}`, observation };
    });
    writeSync(file, `${encodeTrajectory({ ...sample, id: `mug-${index}#0`, steps })}\n`);
  }
  closeSync(file);
}

/** Items a second of the fastest of a few rounds, and of the other way of doing it; the two take turns. */
async function compare(
  items: number,
  ways: readonly [() => Promise<number>, () => Promise<number>],
): Promise<[number, number]> {
  const best: [number, number] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const start = performance.now();
      if ((await way()) !== episodes) throw new Error('A way of reading lost episodes.');
      best[index] = Math.max(best[index]!, items / ((performance.now() - start) / 1000));
    }
  }
  return best;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  try {
    const path = join(folder, 'bench.trajectories.jsonl');
    writeEpisodes(path);
    const megabytes = statSync(path).size / 1e6;
    const count = async (source: AsyncIterable<unknown>, weight: (item: unknown) => number = () => 1) => {
      let total = 0;
      for await (const item of source) total += weight(item);
      return total;
    };
    const readlines = (onLine: (line: string) => void) =>
      count(createInterface({ input: createReadStream(path) }), line => {
        onLine(line as string);
        return 1;
      });
    const file = await openTrajectoryFile(path, path);
    const index = await compare(megabytes, [
      () => count(lines(file.bytes()), batch => (batch as readonly unknown[]).length),
      () => readlines(() => {}),
    ]);
    const read = await compare(megabytes, [
      () =>
        count(readTrajectories({ source: file.bytes(), file: path }), entry => Number('value' in (entry as object))),
      () => readlines(line => JSON.parse(line)),
    ]);
    await file.close();
    const row = (what: string, [measured, baseline]: [number, number], other: string, aim: string): BenchRow => ({
      what,
      measured: `${measured.toFixed(0)} MB/s`,
      baseline: `${baseline.toFixed(0)} MB/s (${other})`,
      ratio: measured / baseline,
      aim,
    });
    return [
      row('lines of a trajectory file, indexed', index, 'readline', '≥ 200 MB/s'),
      row('trajectories read and checked', read, 'readline + JSON.parse', '≥ half of a baseline that checks nothing'),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
