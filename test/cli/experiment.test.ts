import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle, contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail experiment '));
after(() => rmSync(folder, { recursive: true, force: true }));

const experiment = {
  environment: { tasks: { train: 4, val: 1, seen: 2, unseen: 2, demonstrations: 2 } },
  explore: { rollouts: 2, temperature: 1 },
  train: { epochs: 1, cloning: { epochs: 1 } },
  iterations: 1,
  baselines: [],
};
const study = {
  name: 'tiny',
  question: 'Is the work that two variants share done once?',
  experiment,
  variants: [
    {
      name: 'strong',
      rows: [{ label: 'Cloning' }, { label: 'strong', iteration: 1 }],
    },
    { name: 'weak', settings: { train: { beta: 0.1 } }, rows: [{ label: 'weak', iteration: 1 }] },
  ],
  comparisons: [{ row: 'weak', against: 'strong' }],
};
const file = join(folder, 'tiny.json');
writeFileSync(file, JSON.stringify(study));

const workspace = join(folder, 'workspace');
const runOf = (variant: string) => join(workspace, 'runs', 'tiny', variant);
const work = (...options: string[]) =>
  contrail(['experiment', file, '--folder', workspace, '--threads', '1', ...options]);

/** Every file that has to come out the same however the run came about. */
function results(run: string): Map<string, string> {
  const names = readdirSync(run, { recursive: true, encoding: 'utf8' }).map(name => name.replaceAll('\\', '/'));
  const wanted = /\.(trajectories\.jsonl|pairs\.jsonl|policy)$|lineage\.json$/;
  return new Map(names.filter(name => wanted.test(name)).map(name => [name, readFileSync(join(run, name), 'base64')]));
}

/** The time of every stage that is done, in milliseconds. */
function stageTimes(run: string): Map<string, number> {
  const names = readdirSync(run, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('stage.json'));
  return new Map(names.map(name => [name, statSync(join(run, name)).mtimeMs]));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

test('a study that was stopped and killed ends with the bytes of runs that were left alone', async () => {
  const start = () =>
    spawn(process.execPath, [bundle, 'experiment', file, '--folder', workspace, '--threads', '1'], { stdio: 'ignore' });
  const stopped = start();
  await until(() => existsSync(join(runOf('strong'), 'seed-1', 'iteration-0', 'train', 'stage.json')));
  // In the folder of a variant that waits for its turn.
  writeFileSync(join(runOf('weak'), 'stop'), '');
  const code = await new Promise(resolve => stopped.once('close', resolve));
  assert.equal(code, 130);
  for (const variant of ['strong', 'weak']) {
    assert.match(readFileSync(join(runOf(variant), 'exit.json'), 'utf8'), /"stopped"/);
    assert.equal(existsSync(join(runOf(variant), 'lock')), false);
  }
  const killed = start();
  await until(() => existsSync(join(runOf('strong'), 'seed-1', 'iteration-1', 'pairs', 'stage.json')));
  killed.kill('SIGKILL');
  if (killed.exitCode === null) await new Promise(resolve => killed.once('close', resolve));
  const { status, stdout, stderr } = work('--json');
  assert.equal(status, 0, stderr);
  assert.equal(jsonLines(stdout).at(-1)?.['format'], 'contrail-study-1');
  for (const variant of ['strong', 'weak']) {
    const alone = join(folder, variant);
    const configuration = join(runOf(variant), 'contrail.json');
    assert.equal(contrail(['iterate', configuration, '--run', alone]).status, 0);
    assert.deepEqual(results(runOf(variant)), results(alone));
  }
});

test('what both variants share was done once, what differs twice', () => {
  const identity = (variant: string, stage: string, name: string) => {
    const { ino, nlink } = statSync(join(runOf(variant), 'seed-1', stage, name), { bigint: true });
    return `${ino} ${nlink}`;
  };
  for (const [stage, name] of [
    ['iteration-0/demonstrate', 'episodes.trajectories.jsonl'],
    ['iteration-0/train', 'checkpoint.policy'],
    ['iteration-0/evaluate', 'stage.json'],
    ['iteration-1/explore', 'episodes.trajectories.jsonl'],
    ['iteration-1/pairs', 'preference.pairs.jsonl'],
  ] as const)
    assert.equal(identity('strong', stage, name), identity('weak', stage, name), stage);
  for (const stage of ['train', 'evaluate'])
    assert.notEqual(
      identity('strong', `iteration-1/${stage}`, 'stage.json'),
      identity('weak', `iteration-1/${stage}`, 'stage.json'),
    );
});

test('the report has the rows, the difference and what it was made with', () => {
  const report = JSON.parse(readFileSync(join(workspace, 'runs', 'tiny', 'study.json'), 'utf8'));
  assert.deepEqual(
    report.rows.map((row: { label: string; seeds: number[] }) => [row.label, row.seeds]),
    [
      ['Cloning', [1]],
      ['strong', [1]],
      ['weak', [1]],
    ],
  );
  assert.equal(report.command, `contrail experiment ${file}`);
  assert.deepEqual(report.tasks, { val: 1, seen: 2, unseen: 2 });
  assert.equal(report.comparisons[0].splits.seen.successRate.tasks, 2);
  assert.match(report.contrail, /^\d+\.\d+\.\d+$/);
  assert.match(report.machine, /core/);
});

test('more seeds and more iterations go on in the same folder', () => {
  const before = stageTimes(runOf('strong'));
  writeFileSync(file, JSON.stringify({ ...study, experiment: { ...experiment, iterations: 2 } }));
  const { status, stdout, stderr } = work('--seeds', '1,2', '--only', 'strong');
  assert.equal(status, 0, stderr);
  const after = stageTimes(runOf('strong'));
  for (const [name, time] of before) assert.equal(after.get(name), time, name);
  for (const name of ['seed-1/iteration-2/train/stage.json', 'seed-2/iteration-2/evaluate/stage.json'])
    assert.ok(after.has(join(...name.split('/'))), name);
  assert.match(stdout, /2 seeds \(1–2\);/);
  assert.match(stdout, /Of seed 1 only: weak\./);
});

test('a variant that is none is told with the nearest, and nothing is begun', () => {
  const { status, stderr } = contrail(['experiment', file, '--folder', join(folder, 'none'), '--only', 'week']);
  assert.equal(status, 2);
  assert.match(stderr, /The study tiny has no variant "week"\. Did you mean "weak"\?/);
  assert.equal(existsSync(join(folder, 'none')), false);
});

test('a study that is none is told with the nearest, or with its problems', () => {
  const unknown = contrail(['experiment', 'recipes']);
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /There is no study "recipes"\. Did you mean "recipe"\?/);
  const missing = contrail(['experiment', join(folder, 'missing.json')]);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /Cannot read .*missing\.json: there is no such file/);
  const bad = join(folder, 'bad.json');
  writeFileSync(bad, '{ "name": "bad",\n "variants": [{ "name": "a", "setings": {} }] }');
  const problems = contrail(['experiment', bad]);
  assert.equal(problems.status, 2);
  assert.match(problems.stderr, /bad\.json:2:30: variants\[0\]\.setings: Unknown key\. Did you mean "settings"\?/);
  assert.equal(contrail(['experiment', 'recipe', '--seeds', '3-1']).status, 2);
});

test('without a name the shipped studies are listed with their questions', () => {
  const { status, stdout } = contrail(['experiment']);
  assert.equal(status, 0);
  assert.match(stdout, /^recipe +Do failures teach/m);
  const names = jsonLines(contrail(['experiment', '--list', '--json']).stdout).map(({ name }) => name);
  assert.ok(names.includes('pair-level'));
});
