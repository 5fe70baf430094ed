import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/engine/learner/checkpoint.ts';
import { contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail changes '));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = join(folder, 'runs', 'small');
const at = (file: string) => join(run, 'seed-1', ...file.split('/'));
const episodes = 'explore/episodes.trajectories.jsonl';

before(() => {
  const configuration = join(folder, 'contrail.json');
  writeFileSync(
    configuration,
    `{
      "name": "small",
      "environment": { "tasks": { "train": 12, "val": 2, "seen": 3, "unseen": 3, "demonstrations": 4 } },
      "explore": { "rollouts": 3, "temperature": 1 },
      "train": { "epochs": 1, "batch": 4, "cloning": { "epochs": 1 } },
      "iterations": 1,
      "baselines": ["beta-0"]
    }`,
  );
  const { status, stderr } = contrail(['iterate', configuration, '--run', run]);
  assert.equal(status, 0, stderr);
});

test('the latest iteration against the one before: failures, turns, pairs, and a file for the editor', () => {
  const { status, stdout, stderr } = contrail(['changes', run]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^What changed: cloning → iteration 1 \(ETO, seed 1\)/);
  for (const part of [/on 8 tasks/, /less likely now/, /turns before the sides part +\S+ +\S+ +0\.00/, /contrail show/])
    assert.match(stdout, part);
  const lines = jsonLines(readFileSync(at('iteration-1/changes.jsonl'), 'utf8'));
  assert.deepEqual(
    [...new Set(lines.map(({ file }) => file))],
    [episodes, '../iteration-0/evaluate/episodes.trajectories.jsonl', 'evaluate/episodes.trajectories.jsonl'],
  );
  assert.equal(lines.length, 36 + 8 + 8);
});

test('--json prints one line a turn, kind and pair; the sums are those of the turns', () => {
  const { status, stdout } = contrail(['changes', run, '--json', '--threads', '1']);
  assert.equal(status, 0);
  const lines = jsonLines(stdout);
  const of = (kind: string) => lines.filter(line => line['kind'] === kind);
  const turns = of('turn');
  const steps = jsonLines(readFileSync(at(`iteration-1/${episodes}`), 'utf8')).map(
    line => (line['steps'] as unknown[]).length - 1,
  );
  assert.equal(
    turns.length,
    steps.reduce((sum, count) => sum + count, 0),
  );
  assert.equal(of('task').length, 8);
  for (const group of of('turns')) {
    const own = turns.filter(
      turn => turn['pattern'] === group['pattern'] && turn['circumstance'] === group['circumstance'],
    );
    const change = own.reduce((sum, turn) => sum + Number(turn['after']) - Number(turn['before']), 0) / own.length;
    assert.equal(group['turns'], own.length);
    assert.ok(Math.abs(Number(group['change']) - change) < 1e-6);
  }
  for (const pair of of('pair')) {
    const margins = pair['margins'] as number[];
    assert.ok(Math.abs(margins.reduce((sum, value) => sum + value, 0) - Number(pair['margin'])) < 1e-9);
  }
  assert.equal(lines.at(-1)?.['kind'], 'done');
});

test('what explored with the policy has its recorded log-probabilities', () => {
  const recorded = jsonLines(readFileSync(at(`iteration-1/${episodes}`), 'utf8'))[0] as unknown as {
    steps: { extra?: { contrail: { logProbability: number } } }[];
  };
  const [first] = jsonLines(readFileSync(at('iteration-1/changes.jsonl'), 'utf8'));
  const told = recorded.steps.slice(1).map(({ extra }) => extra!.contrail.logProbability);
  for (const [index, value] of (first!['before'] as number[]).entries())
    assert.ok(Math.abs(value - told[index]!) < 1e-2);
});

test('β = 0 is told in nats, and cloning against the base policy', () => {
  const control = contrail(['changes', run, '--arm', 'beta-0']);
  assert.equal(control.status, 0, control.stderr);
  assert.match(control.stdout, /cloning → β = 0, iteration 1/);
  assert.match(control.stdout, /Note: It was trained with β 0/);
  const cloning = contrail(['changes', run, '--iteration', '0']);
  assert.equal(cloning.status, 0, cloning.stderr);
  assert.match(cloning.stdout, /the base policy → cloning/);
  assert.match(cloning.stdout, /the base policy has not been evaluated/);
});

test('two checkpoints and any episodes, without a run; two files of episodes, without checkpoints', () => {
  const two = [
    '--before',
    at('iteration-0/train/checkpoint.policy'),
    '--after',
    at('iteration-1/train/checkpoint.policy'),
  ];
  const file = at('iteration-0/demonstrate/episodes.trajectories.jsonl');
  const measured = contrail(['changes', ...two, '--episodes', file]);
  assert.equal(measured.status, 0, measured.stderr);
  assert.match(measured.stdout, /cloning → iteration 1[\s\S]*of 4 episodes/);
  const played = [
    at('iteration-0/evaluate/episodes.trajectories.jsonl'),
    at('iteration-1/evaluate/episodes.trajectories.jsonl'),
  ];
  const failures = contrail(['changes', '--played', ...played]);
  assert.equal(failures.status, 0, failures.stderr);
  assert.match(failures.stdout, /on 8 tasks/);
});

test('lines that are no episodes are told, and the others counted', () => {
  const damaged = join(folder, 'damaged.trajectories.jsonl');
  writeFileSync(damaged, `{"no": "episode"}\n${readFileSync(at(`iteration-1/${episodes}`), 'utf8').split('\n')[0]}\n`);
  const { status, stdout, stderr } = contrail(['changes', run, '--episodes', damaged]);
  assert.equal(status, 3);
  assert.match(stderr, /damaged\.trajectories\.jsonl:1:/);
  assert.match(stdout, /of 1 episode /);
});

test('what cannot be compared is said in words', () => {
  const says = (args: readonly string[], status: number, words: RegExp) => {
    const answer = contrail(['changes', ...args]);
    assert.match(answer.stderr, words);
    assert.doesNotMatch(answer.stderr, /bug in Contrail/);
    assert.equal(answer.status, status);
  };
  says(
    [run, '--iteration', '7'],
    1,
    /no policy trained at seed 1, iteration 7\. It has: seed 1, iteration 0; seed 1, iteration 1/,
  );
  says([run, '--arm', 'rft'], 1, /no policy trained at seed 1, RFT/);
  says([folder], 1, /no run: it has no job\.json/);
  says([join(folder, 'nowhere')], 1, /There is no folder/);
  says([], 2, /Name a run/);
  says(['--before', 'a.policy'], 2, /go together/);
  says(['--played', 'a.jsonl'], 2, /names two files/);
  const other = join(folder, 'other.policy');
  const checkpoint = decodeCheckpoint(readFileSync(at('iteration-1/train/checkpoint.policy')), other);
  writeFileSync(other, encodeCheckpoint({ ...checkpoint, words: checkpoint.words.with(-1, 'zeppelin') }));
  says([run, '--after', other], 1, /different vocabularies .*"zeppelin"/);
  copyFileSync(join(folder, 'contrail.json'), other);
  says([run, '--after', other], 1, /not a checkpoint/);
});

test('a run of a server policy says that failures can be compared all the same', () => {
  const served = join(folder, 'served.json');
  writeFileSync(served, '{ "policy": { "kind": "random" }, "environment": { "tasks": { "train": 1 } } }');
  const other = join(folder, 'runs', 'served');
  assert.equal(contrail(['explore', served, '--run', other]).status, 0);
  const { status, stderr } = contrail(['changes', other]);
  assert.equal(status, 1);
  assert.match(stderr, /kind 'random', which tells no log-probabilities.*--played/);
});
