import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import { JobFollower } from '../../src/node/jobFollower.ts';
import { launchJob } from '../../src/node/jobLaunch.ts';
import { readJob } from '../../src/node/jobState.ts';
import { requestStop } from '../../src/node/stopRequest.ts';
import type { BenchRow } from './row.ts';

export const name = 'jobs';

const cli = resolve('dist', 'cli.cjs');

/** What an editor waits for: a job at work after its command, and the runs of a workspace after it was opened. */
export async function run(): Promise<BenchRow[]> {
  if (!existsSync(cli)) throw new Error('Run `npm run build` first: jobs are started from dist/cli.cjs.');
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  try {
    return [await start(folder), await find(folder), await follow(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function start(folder: string): Promise<BenchRow> {
  const configuration = join(folder, 'contrail.json');
  const experiment = { policy: { kind: 'random' }, environment: { tasks: { train: 5000 } } };
  writeFileSync(configuration, JSON.stringify(experiment));
  const job = join(folder, 'job');
  let began = performance.now();
  spawnSync(process.execPath, [cli, '--version']);
  const bare = performance.now() - began;
  began = performance.now();
  await launchJob({ cli, command: 'explore', configuration, run: job, output: join(folder, 'output.txt') });
  const started = performance.now() - began;
  requestStop(job);
  while ((await readJob(job))?.status === 'running') await delay(50);
  return {
    what: 'a job started, detached and at work in its folder',
    measured: `${started.toFixed(0)} ms`,
    baseline: `${bare.toFixed(0)} ms (the same program telling its version)`,
    ratio: bare / started,
    aim: '–',
  };
}

const runs = 200;

/** A workspace of runs, each with the history of a night. */
async function find(folder: string): Promise<BenchRow> {
  const parsed = parseConfiguration('{}', '');
  if ('problems' in parsed) throw new Error('The empty configuration is valid.');
  const { configuration } = parsed;
  const folders = Array.from({ length: runs }, (_, index) => join(folder, 'runs', `run-${index}`));
  for (const run of folders) {
    mkdirSync(run, { recursive: true });
    const job = { format: 'contrail-job-1', command: 'contrail iterate', created: '2026', configuration, hash: '' };
    writeFileSync(join(run, 'job.json'), JSON.stringify(job));
    writeFileSync(join(run, 'events.jsonl'), progressLines(4000));
  }
  let began = performance.now();
  for (const run of folders) readFileSync(join(run, 'events.jsonl'), 'utf8').split('\n').filter(Boolean).map(parse);
  const whole = performance.now() - began;
  began = performance.now();
  for (const run of folders) await new JobFollower(run).read();
  const found = performance.now() - began;
  return {
    what: `${runs} runs found again, each with 4,000 events`,
    measured: `${found.toFixed(0)} ms`,
    baseline: `${whole.toFixed(0)} ms (all events read)`,
    ratio: whole / found,
    aim: '< 2 s',
  };
}

/** One look at a job that has said something since the last one. */
async function follow(folder: string): Promise<BenchRow> {
  const run = join(folder, 'runs', 'run-0');
  const follower = new JobFollower(run);
  await follower.read();
  const looks = 200;
  let spent = 0;
  for (let look = 0; look < looks; look++) {
    appendFileSync(join(run, 'events.jsonl'), progressLines(1));
    const began = performance.now();
    await follower.read();
    spent += performance.now() - began;
  }
  const began = performance.now();
  readFileSync(join(run, 'events.jsonl'), 'utf8').split('\n').filter(Boolean).map(parse);
  const whole = performance.now() - began;
  return {
    what: 'a look at a job with one new event among 4,000',
    measured: `${(spent / looks).toFixed(2)} ms`,
    baseline: `${whole.toFixed(2)} ms (all events read)`,
    ratio: (whole * looks) / spent,
    aim: '–',
  };
}

function parse(line: string): unknown {
  return JSON.parse(line);
}

function progressLines(count: number): string {
  const place = { seed: 1, arm: 'eto', iteration: 1 };
  return Array.from({ length: count }, (_, done) => {
    const event = { time: new Date(done * 500).toISOString(), kind: 'stage-progress', place, stage: 'explore', done };
    return `${JSON.stringify({ ...event, total: count })}\n`;
  }).join('');
}
