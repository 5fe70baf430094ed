import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { kitchen } from '../engine/environments/household/kitchen.ts';
import { contrail } from './contrail.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-games-'));
after(() => rmSync(root, { recursive: true, force: true }));

const torn = gzipSync(JSON.stringify(kitchen())).subarray(0, 500);

/** A folder with an experiment on games of its own. */
function experiment(name: string, games: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'games'), { recursive: true });
  for (const [file, content] of Object.entries(games)) writeFileSync(join(folder, 'games', file), content);
  writeFileSync(
    join(folder, 'contrail.json'),
    '{ "environment": { "name": "alfworld", "root": "games" }, "policy": { "kind": "random" }, "explore": { "rollouts": 1 } }',
  );
  return folder;
}

test('a game that cannot be read is told and the others are explored', () => {
  const cwd = experiment('mixed', {
    'a.tw-pddl': JSON.stringify(kitchen()),
    'torn.tw-pddl.gz': torn,
    'x.tw-pddl': '{',
  });
  const explored = contrail(['explore'], { cwd });
  assert.equal(explored.status, 0, explored.stderr);
  assert.match(explored.stdout, /1 of 1 episodes/);
  assert.match(explored.stderr, /left out: .*torn\.tw-pddl\.gz:0:1: This is not a whole gzip file/);
  assert.match(explored.stderr, /left out: .*x\.tw-pddl:1:/);
  assert.equal(contrail(['tasks', 'contrail.json'], { cwd }).status, 3);
  assert.equal(contrail(['play', join('games', 'torn.tw-pddl.gz')], { cwd }).status, 3);
});

test('a folder without games is no exploration, and games put there later are played', () => {
  const cwd = experiment('empty', {});
  for (const command of ['explore', 'evaluate']) {
    const { status, stderr } = contrail([command], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, /error: The environment "alfworld" has no task of .* to play/);
  }
  writeFileSync(join(cwd, 'games', 'a.tw-pddl'), JSON.stringify(kitchen()));
  assert.match(contrail(['explore'], { cwd }).stdout, /1 of 1 episodes/);
});

test('whoever evaluates is told how the policy did on every split', () => {
  const cwd = experiment('judged', {});
  const game = join(cwd, 'games', 'valid_seen', 'pick_two-Mug-None-Drawer-1', 'trial_1');
  mkdirSync(game, { recursive: true });
  writeFileSync(join(game, 'game.tw-pddl'), JSON.stringify(kitchen()));
  const { status, stdout, stderr } = contrail(['evaluate'], { cwd });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^seen +success %/m);
  assert.match(stdout, /seed 1; tasks: 1 seen; greedy/);
  const [done, report] = contrail(['evaluate', '--json'], { cwd })
    .stdout.trim()
    .split('\n')
    .slice(-2)
    .map(line => JSON.parse(line) as Record<string, unknown>);
  assert.equal(done?.['kind'], 'done');
  assert.equal(report?.['format'], 'contrail-report-1');
});

test('a world without the folder that it needs is a mistake of the configuration', () => {
  const cwd = experiment('rootless', {});
  writeFileSync(
    join(cwd, 'contrail.json'),
    '{ "environment": { "name": "alfworld" }, "policy": { "kind": "random" } }',
  );
  for (const args of [['explore'], ['tasks', 'contrail.json']]) {
    const { status, stderr } = contrail(args, { cwd });
    assert.equal(status, 2);
    assert.match(stderr, /set environment\.root/);
  }
});
