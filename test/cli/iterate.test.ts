import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../../src/engine/random.ts';
import { bundle, contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail iterate '));
after(() => rmSync(folder, { recursive: true, force: true }));

const configuration = join(folder, 'contrail.json');
writeFileSync(
  configuration,
  `{
    "name": "small",
    "environment": { "tasks": { "train": 12, "val": 4, "seen": 6, "unseen": 6, "demonstrations": 6 } },
    "explore": { "rollouts": 3, "temperature": 1 },
    "train": { "epochs": 1, "batch": 4, "cloning": { "epochs": 2 }, "rft": { "epochs": 1 } },
    "iterations": 1,
    "baselines": ["rft", "beta-0", "best-of-n"],
    "evaluate": { "bestOf": 2 }
  }`,
);

/** Every file that has to come out the same however often the run was interrupted. */
function results(run: string): Map<string, string> {
  const names = readdirSync(run, { recursive: true, encoding: 'utf8' }).map(name => name.replaceAll('\\', '/'));
  const wanted = /\.(trajectories\.jsonl|pairs\.jsonl|policy)$|lineage\.json$/;
  return new Map(names.filter(name => wanted.test(name)).map(name => [name, readFileSync(join(run, name), 'base64')]));
}

const whole = join(folder, 'whole');

test('the whole loop with its baselines, from nothing to a report', () => {
  const { status, stdout, stderr } = contrail(['iterate', configuration, '--run', whole, '--json']);
  assert.equal(status, 0, stderr);
  const report = jsonLines(stdout).at(-1) as unknown as { rows: { arm: string; iteration: number; splits: object }[] };
  assert.deepEqual(
    report.rows.map(({ arm, iteration }) => `${arm} ${iteration}`),
    ['eto 0', 'eto 1', 'beta-0 1', 'rft 1', 'best-of-n 0'],
  );
  for (const { splits } of report.rows) assert.deepEqual(Object.keys(splits).sort(), ['seen', 'unseen', 'val']);
  assert.match(readFileSync(join(whole, 'report.md'), 'utf8'), /Cloning \(SFT\)/);
});

test('lineage leads from a checkpoint to its pairs, its episodes and its demonstrations', () => {
  const checkpoint = 'seed-1/iteration-1/train/checkpoint.policy';
  const { status, stdout } = contrail(['report', whole, '--lineage', checkpoint, '--json']);
  assert.equal(status, 0);
  const made = jsonLines(stdout).map(node => (node['made'] as { file: string }[])[0]!.file);
  assert.deepEqual(made, [
    checkpoint,
    'seed-1/iteration-0/train/checkpoint.policy',
    'seed-1/iteration-0/demonstrate/episodes.trajectories.jsonl',
    'seed-1/iteration-1/pairs/preference.pairs.jsonl',
    'seed-1/iteration-1/explore/episodes.trajectories.jsonl',
  ]);
});

test('run again, a finished run changes nothing', () => {
  const before = results(whole);
  const times = [...before.keys()].map(name => statSync(join(whole, name)).mtimeMs);
  const { status } = contrail(['iterate', configuration, '--run', whole]);
  assert.equal(status, 0);
  const names = [...before.keys()].filter(name => name !== 'lineage.json');
  assert.deepEqual(results(whole), before);
  assert.deepEqual(
    names.map(name => statSync(join(whole, name)).mtimeMs),
    times.filter((_, index) => [...before.keys()][index] !== 'lineage.json'),
  );
});

test('a changed configuration does not resume the run, and the message names the change', () => {
  const changed = join(folder, 'changed.json');
  writeFileSync(changed, readFileSync(configuration, 'utf8').replace('"rollouts": 3', '"rollouts": 2'));
  const { status, stderr } = contrail(['iterate', changed, '--run', whole]);
  assert.equal(status, 2);
  assert.match(stderr, /explore\.rollouts: 3 → 2/);
});

test('a loop killed again and again ends with the same bytes as one that was left alone', async () => {
  const run = join(folder, 'killed');
  const random = seeded(7);
  for (let kills = 0; kills < 6; kills++) {
    const child = spawn(process.execPath, [bundle, 'iterate', configuration, '--run', run], { stdio: 'ignore' });
    await sleep(300 + random.below(1500));
    child.kill('SIGKILL');
    if (child.exitCode === null) await new Promise(resolve => child.once('close', resolve));
  }
  const { status, stderr } = contrail(['iterate', configuration, '--run', run]);
  assert.equal(status, 0, stderr);
  assert.deepEqual(results(run), results(whole));
});

test('the stages one by one give what the loop gives', () => {
  const run = join(folder, 'by hand');
  const [first, ...rest] = ['explore', 'pair', 'train', 'evaluate'];
  for (const stage of [first!, ...rest]) {
    const { status, stderr } = contrail([stage, configuration, '--run', run]);
    assert.equal(status, 0, stderr);
  }
  const made = results(run);
  const loop = results(whole);
  for (const [name, content] of made) if (name !== 'lineage.json') assert.equal(content, loop.get(name), name);
  assert.ok(made.has('seed-1/iteration-1/train/checkpoint.policy'));
  assert.ok(made.has('seed-1/iteration-1/evaluate/episodes.trajectories.jsonl'));
});

test('what was cloned from a few demonstrations alone is not taken for the whole', () => {
  const run = join(folder, 'looked');
  assert.equal(contrail(['train', configuration, '--run', run, '--limit', '2']).status, 0);
  const { status, stderr } = contrail(['train', configuration, '--run', run]);
  assert.equal(status, 1);
  assert.match(stderr, /seed-1\/iteration-0\/train .* other settings: settings\.limit: 2 → absent/);
});

test('pairing before exploring, and training what cannot be trained, say what to do', () => {
  const early = contrail(['pair', configuration, '--run', join(folder, 'early')]);
  assert.equal(early.status, 1);
  assert.match(early.stderr, /contrail explore/);
  const random = join(folder, 'random.json');
  writeFileSync(random, '{ "policy": { "kind": "random" }, "environment": { "tasks": { "train": 2 } } }');
  for (const command of ['train', 'iterate']) {
    const { status, stderr } = contrail([command, random, '--run', join(folder, command)]);
    assert.equal(status, 2);
    assert.match(stderr, /policy\.kind to 'builtin'/);
    assert.doesNotMatch(stderr, /Demonstrating/);
  }
});
