import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildSync } from 'esbuild';
import { readJob } from '../../src/node/jobState.ts';
import { jsonLines } from './contrail.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail stage '));
after(() => rmSync(root, { recursive: true, force: true }));

// Bundled as the command line is: from source it would start ten times as slowly.
const program = join(root, 'stageChild.cjs');
before(() => {
  const entryPoints = [join(import.meta.dirname, 'stageChild.ts')];
  buildSync({ entryPoints, outfile: program, bundle: true, platform: 'node', mainFields: ['module', 'main'] });
});

/** A folder with an experiment of that name, which tells the program what to do. */
function experiment(name: string, rest = ''): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'contrail.json'), `{ "name": "${name}"${rest} }`);
  return folder;
}

function work(cwd: string, ...args: string[]) {
  return spawnSync(process.execPath, [program, 'work', ...args], { cwd, encoding: 'utf8' });
}

async function startLong(...args: string[]) {
  const folder = experiment('long');
  const child = spawn(process.execPath, [program, 'work', ...args], { cwd: folder });
  const ended = once(child, 'exit');
  await once(child.stderr, 'data');
  return { child, ended, run: join(folder, 'runs', 'long') };
}

test('a stage finds contrail.json, works in runs/<name> beside it and prints what came of it', async () => {
  const folder = experiment('plain');
  const { status, stdout, stderr } = work(folder, '--limit', '7');
  assert.equal(status, 0);
  assert.equal(stdout, 'limit 7\n');
  assert.match(stderr, /seed 1, iteration 1: Working\nseed 1, iteration 1: all done\n/);
  assert.equal(
    [...stderr].some(char => char === '█' || char === '\u001b'),
    false,
  );
  const state = await readJob(join(folder, 'runs', 'plain'));
  assert.equal(state?.status, 'finished');
  assert.match(state.job.command, /^contrail work --limit 7$/);
});

test('a second run goes on in the folder, and --run names another', () => {
  const folder = experiment('again');
  assert.doesNotMatch(work(folder).stderr, /done before/);
  assert.match(work(folder).stderr, /all done \(done before\)/);
  assert.doesNotMatch(work(folder, '--run', 'other').stderr, /done before/);
  assert.ok(existsSync(join(folder, 'other', 'exit.json')));
});

test('under --json standard output holds JSON lines, without progress', () => {
  const folder = experiment('json');
  const lines = jsonLines(work(folder, '--json').stdout);
  assert.deepEqual(
    lines.map(({ kind, run }) => kind ?? run),
    ['job-started', 'stage-started', 'stage-finished', 'job-ended', join(folder, 'runs', 'json')],
  );
});

test('a changed configuration does not go on with an old run: it ends with 2 and the fields', () => {
  const folder = experiment('changed');
  assert.equal(work(folder).status, 0);
  experiment('changed', ', "explore": { "rollouts": 9 }');
  const { status, stderr } = work(folder);
  assert.equal(status, 2);
  assert.match(stderr, /error: .*changed holds a run of another configuration: explore\.rollouts: \d → 9/);
});

test('errors end with their codes; only a bug shows its stack, and the log keeps it', async () => {
  const expected = {
    human: [1, /error: The disk is full\.\n$/],
    data: [3, /error: Bad lines\.\nf:3:1: no\n$/],
    bug: [1, /TypeError: x is undefined\n\s+at [\s\S]*This is a bug in Contrail/],
  } as const;
  for (const [name, [code, message]] of Object.entries(expected)) {
    const folder = experiment(name);
    const { status, stderr } = work(folder);
    assert.equal(status, code);
    assert.match(stderr, message);
    assert.equal(/\n\s+at /.test(stderr), name === 'bug');
    const run = join(folder, 'runs', name);
    const state = await readJob(run);
    assert.equal(state?.status, 'failed');
    assert.equal(state.exit?.code, code);
    assert.equal(readFileSync(join(run, 'log.txt'), 'utf8').includes('at '), name === 'bug');
  }
});

test('a stop file ends a stage with 130; a second process is told who works, and goes on afterwards', async () => {
  const { child, ended, run } = await startLong();
  const second = work(join(root, 'long'));
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(`in use by process ${child.pid} on .* \\(contrail work, since`));
  writeFileSync(join(run, 'stop'), '');
  assert.deepEqual(await ended, [130, null]);
  assert.equal((await readJob(run))?.status, 'stopped');
});

test('a signal ends a stage with 130 and the word that it can be gone on with', {
  skip: process.platform === 'win32' && 'Windows has no signals between processes',
}, async () => {
  const { child, ended, run } = await startLong();
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  child.kill('SIGINT');
  assert.deepEqual(await ended, [130, null]);
  assert.match(stderr, /stopping \(SIGINT\)[\s\S]*Stopped \(SIGINT\)\. The same command goes on/);
  assert.equal((await readJob(run))?.exit?.code, 130);
});
