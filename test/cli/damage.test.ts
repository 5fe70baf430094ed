import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contrail } from './contrail.ts';

const cwd = mkdtempSync(join(tmpdir(), 'contrail-damage-'));
after(() => rmSync(cwd, { recursive: true, force: true }));

writeFileSync(
  join(cwd, 'contrail.json'),
  `{
    "environment": { "tasks": { "train": 3, "demonstrations": 3 } },
    "policy": { "kind": "random" },
    "explore": { "rollouts": 2, "maxSteps": 3 },
    "pairs": { "preset": "eto-paper" }
  }`,
);

test('pairing tells each line that it cannot read with its place, and uses the others', () => {
  assert.equal(contrail(['explore'], { cwd }).status, 0);
  const file = join(cwd, 'runs/experiment/seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[2] = '{"garbage';
  writeFileSync(file, lines.join('\n'));
  const { status, stdout, stderr } = contrail(['pair'], { cwd });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /5 pairs on 3 of 3 tasks; 1 lines could not be read/);
  assert.match(stderr, /left out: .*episodes\.trajectories\.jsonl:3:\d+: The line is cut off/);
});

test('training tells each pair that it cannot use with its place, and learns from the others', () => {
  const file = join(cwd, 'builtin.json');
  const environment = { tasks: { train: 3, demonstrations: 3, val: 0 } };
  const train = { epochs: 1, cloning: { epochs: 1 } };
  writeFileSync(
    file,
    JSON.stringify({ name: 'builtin', environment, train, explore: { rollouts: 2 }, pairs: { preset: 'eto-paper' } }),
  );
  for (const stage of ['explore', 'pair']) assert.equal(contrail([stage, file], { cwd }).status, 0);
  const pairs = join(cwd, 'runs/builtin/seed-1/iteration-1/pairs/preference.pairs.jsonl');
  const lines = readFileSync(pairs, 'utf8');
  assert.notEqual(lines, '', 'this seed gives a pair');
  writeFileSync(pairs, `{"format":"contrail-pair-1"}\n${lines}`);
  const { status, stderr } = contrail(['train', file], { cwd });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /left out: .*preference\.pairs\.jsonl:1:1: /);
  assert.match(stderr, /1 steps, loss/);
});
