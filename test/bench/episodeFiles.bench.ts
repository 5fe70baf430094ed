import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { decodeTrajectory } from '../../src/engine/trajectory/decode.ts';
import { readingLimits } from '../../src/engine/trajectory/excerpt.ts';
import { trajectoryText } from '../../src/engine/trajectory/text.ts';
import { startEpisodeFiles } from '../../src/node/episodeFiles/episodeFilesThread.ts';
import type { EpisodeView, FileStatus } from '../../src/protocol/episodeFiles.ts';
import { episode, step } from '../engine/episodes.ts';
import type { BenchRow } from './row.ts';

export const name = 'episode files';

const gigabyte = 1e9;
const everything: EpisodeView = { filter: '', sort: [], group: 'none' };

/** How many lines of a file are tried the naive way, which takes all of a part into memory. In bytes. */
const naivePart = 100e6;

/** Lines of episodes with `steps` steps, `@` where a number is to make them differ. */
function templates(count: number, steps: (index: number) => number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const turns = Array.from({ length: steps(index) }, (_, turn) => {
      const shelf = `shelf ${(turn * (index + 3)) % 23}`;
      const thought = `I have looked at ${turn} places and the mug was in none of them; ${shelf} is next.`;
      const observation = `You arrive at ${shelf}. On it you see a cup ${turn % 5}, a pen 2, a "book" ${index % 7} and a vase 1. `;
      const usage = { promptTokens: 300 + 40 * turn, completionTokens: 31 };
      return step(`go to ${shelf}`, observation.repeat(3), {
        thought,
        text: `Thought: ${thought}\nAction: go to ${shelf}`,
        usage,
      });
    });
    const task = { id: `look_for_mug-@-${index % 40}`, instruction: `put a mug on desk @` };
    const reward = index % 3 === 0 ? 1 : 0;
    return `${encodeTrajectory(episode({ id: `${task.id}#${index}`, task, rollout: index, reward, steps: turns }))}\n`;
  });
}

/** Writes rounds of the lines until the file is large enough; gives how many lines it has. */
function write(
  path: string,
  lines: readonly string[],
  enough: { readonly bytes: number; readonly lines: number },
): number {
  const file = openSync(path, 'w');
  let [bytes, count] = [0, 0];
  for (let round = 0; bytes < enough.bytes && count < enough.lines; round++) {
    bytes += writeSync(file, lines.join('').replaceAll('@', String(round)));
    count += lines.length;
  }
  closeSync(file);
  return count;
}

/** What a reading of a file in a process of its own tells. Times in seconds, sizes in megabytes. */
interface Figures {
  readonly threadStarted: number;
  readonly firstRows: number;
  readonly indexed: number;
  readonly summarised: number;
  readonly rows: number;
  readonly memory: number;
  readonly slowestAnswer: number;
}

async function read(path: string): Promise<Figures> {
  const seconds = (since: number) => (performance.now() - since) / 1000;
  const begun = performance.now();
  const thread = startEpisodeFiles();
  const figures = await thread.during(async () => {
    const { api } = thread;
    await api.close({ path });
    const threadStarted = seconds(begun);
    const start = performance.now();
    const page = await api.rows({ path, view: everything, from: 0, count: 50 });
    if (page.rows.length === 0) throw new Error('There are no first rows.');
    const firstRows = seconds(start);
    let [indexed, slowestAnswer] = [0, 0];
    let status: FileStatus = await api.status({ path });
    while (!status.complete) {
      status = await api.changed({ path, version: status.version });
      if (indexed === 0 && status.indexed === status.bytes) indexed = seconds(start);
      const asked = performance.now();
      await api.rows({ path, view: everything, from: Math.floor(status.rows / 2), count: 50 });
      slowestAnswer = Math.max(slowestAnswer, seconds(asked));
    }
    if (status.malformed > 0) throw new Error(`${status.malformed} lines are malformed.`);
    return { threadStarted, firstRows, indexed, summarised: seconds(start), rows: status.rows, slowestAnswer };
  });
  await thread.close();
  return { ...figures, memory: process.resourceUsage().maxRSS / 1024 };
}

/** The obvious way, on the first part of a file: all of it as text, split, each line parsed. */
async function naive(path: string): Promise<Figures> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const bytes = Buffer.alloc(Math.min(naivePart, statSync(path).size));
  const file = openSync(path, 'r');
  readSync(file, bytes);
  closeSync(file);
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  const indexed = seconds();
  const values = lines.map(line => JSON.parse(line) as unknown);
  return {
    threadStarted: 0,
    firstRows: seconds(),
    indexed,
    summarised: seconds(),
    rows: values.length,
    slowestAnswer: seconds(),
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

const ways = { read, naive };

/** In a process of its own, so that its peak of memory is its own. */
function measure(way: keyof typeof ways, path: string): Figures {
  const output = execFileSync(process.execPath, ['--max-old-space-size=8192', import.meta.filename, way, path]);
  return JSON.parse(output.toString()) as Figures;
}

/** The milliseconds of the fastest of a few runs. */
async function fastest(work: () => Promise<unknown>, rounds = 5): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Filters over 10,000 rows and a long episode, both answered by a thread; the obvious way has everything in memory. */
async function answers(folder: string): Promise<BenchRow[]> {
  const path = join(folder, 'answers.trajectories.jsonl');
  const rows = write(
    path,
    templates(100, () => 6),
    { bytes: gigabyte, lines: 10_000 },
  );
  const long = join(folder, 'long.trajectories.jsonl');
  write(
    long,
    templates(1, () => 5_000),
    { bytes: gigabyte, lines: 1 },
  );
  const thread = startEpisodeFiles();
  try {
    return await thread.during(async () => {
      const { api } = thread;
      for (let status = await api.status({ path }); !status.complete; )
        status = await api.changed({ path, version: status.version });
      let round = 0;
      const filter = () => `reward < ${0.5 + round++ / 1e6} and steps > 3 and (task ~ "-7" or mug and not loops)`;
      const filtered = await fastest(() =>
        api.rows({ path, view: { ...everything, filter: filter() }, from: 0, count: 50 }),
      );
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, rows);
      const parsed = await fastest(async () => lines.map(line => JSON.parse(line) as unknown), 1);
      const sort = () =>
        [
          { column: 'task', descending: round++ % 2 === 0 },
          { column: 'tokens', descending: true },
        ] as const;
      const grouped = await fastest(() =>
        api.rows({ path, view: { filter: filter(), sort: sort(), group: 'task' }, from: 0, count: 50 }),
      );
      const opened = await fastest(() => api.episode({ path: long, line: 1, observationLines: 60 }), 3);
      const here = await fastest(async () => {
        const read = decodeTrajectory(JSON.parse(readFileSync(long, 'utf8')), { file: long, line: 1 });
        if ('value' in read) trajectoryText(read.value, readingLimits(60));
      }, 3);
      const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
      const row = (what: string, [ours, other]: readonly [number, number], baseline: string, aim: string) => ({
        what,
        measured: milliseconds(ours),
        baseline: `${milliseconds(other)} (${baseline})`,
        ratio: other / ours,
        aim,
      });
      return [
        row(`filter ${rows.toLocaleString('en')} episodes`, [filtered, parsed], 'JSON.parse of each', '< 100 ms'),
        row('filter, sort and group them', [grouped, parsed], 'JSON.parse of each', '< 100 ms'),
        row(
          'open an episode of 5,000 steps',
          [opened, here],
          "read and written in the editor's own thread",
          '< 300 ms',
        ),
      ];
    });
  } finally {
    await thread.close();
  }
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  try {
    const path = join(folder, 'large.trajectories.jsonl');
    write(
      path,
      templates(200, index => 10 + (index % 30)),
      { bytes: gigabyte, lines: Number.POSITIVE_INFINITY },
    );
    const size = statSync(path).size / 1e6;
    const ours = measure('read', path);
    const other = measure('naive', path);
    rmSync(path);
    const many = join(folder, 'many.trajectories.jsonl');
    write(
      many,
      templates(1_000, () => 1),
      { bytes: gigabyte, lines: 1_000_000 },
    );
    const short = measure('read', many);
    const shortSize = statSync(many).size / 1e6;
    rmSync(many);
    const rate = (megabytes: number, seconds: number) => `${(megabytes / seconds).toFixed(0)} MB/s`;
    const part = naivePart / 1e6;
    const of = `of a file of ${(size / 1000).toFixed(1)} GB`;
    return [
      {
        what: `first rows ${of} (and before, once, the thread from source: ${ours.threadStarted.toFixed(2)} s)`,
        measured: `${ours.firstRows.toFixed(2)} s`,
        baseline: `${((other.firstRows * size) / part).toFixed(2)} s (split + JSON.parse, reckoned from ${part} MB)`,
        ratio: (other.firstRows * size) / part / ours.firstRows,
        aim: '< 1 s',
      },
      {
        what: `lines ${of} found`,
        measured: rate(size, ours.indexed),
        baseline: `${rate(part, other.indexed)} (toString + split)`,
        ratio: size / ours.indexed / (part / other.indexed),
        aim: '≥ 200 MB/s',
      },
      {
        what: `all ${ours.rows.toLocaleString('en')} episodes ${of} summarised; slowest answer meanwhile ${(ours.slowestAnswer * 1000).toFixed(0)} ms`,
        measured: rate(size, ours.summarised),
        baseline: `${rate(part, other.summarised)} (split + JSON.parse)`,
        ratio: size / ours.summarised / (part / other.summarised),
        aim: 'rows are answered all the while',
      },
      {
        what: `peak memory of it (with ${short.rows.toLocaleString('en')} short lines, ${shortSize.toFixed(0)} MB: ${short.memory.toFixed(0)} MB)`,
        measured: `${ours.memory.toFixed(0)} MB`,
        baseline: `${other.memory.toFixed(0)} MB (${part} MB read at once)`,
        ratio: other.memory / ours.memory,
        aim: '< 300 MB',
      },
      ...(await answers(folder)),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const [way, path] = process.argv.slice(2) as [keyof typeof ways, string];
  console.log(JSON.stringify(await ways[way](path)));
}
