import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bundle, contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const commands = 'demo tasks play explore pair train evaluate iterate experiment report show check pretrain'.split(' ');

test('the help names every command', () => {
  const { status, stdout } = contrail(['--help']);
  assert.equal(status, 0);
  for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
});

test('the help of every command shows an example of it', () => {
  for (const command of commands) {
    const { status, stdout } = contrail([command, '--help']);
    assert.equal(status, 0, command);
    assert.match(stdout, new RegExp(`\\nExample:\\n  \\$ contrail ${command} ?`), command);
  }
});

test('the version is that of the package', () => {
  assert.match(contrail(['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
});

const misused: Record<string, readonly [args: string[], message: RegExp]> = {
  'no command': [[], /Usage: contrail/],
  'an unknown command': [['taks'], /unknown command 'taks'\n\(Did you mean tasks\?\)/],
  'an unknown option': [['tasks', '--splits'], /unknown option '--splits'/],
  'a missing argument': [['play'], /missing required argument 'game'/],
  'a number that is none': [['tasks', '--limit', '1e9'], /'1e9' is invalid\. It is to be a whole number ≥ 1/],
  'an unknown choice': [['tasks', '--split', 'test'], /Allowed choices are train, val, seen, unseen/],
  'a configuration that is not there': [
    ['explore', join(folder, 'none.json')],
    /Cannot read .*none\.json: there is no such file/,
  ],
};

for (const [name, [args, message]] of Object.entries(misused)) {
  test(`wrong use ends with 2 and says what is wrong: ${name}`, () => {
    const { status, stdout, stderr } = contrail(args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}

test('a wrong configuration ends with 2 and every problem with its place', () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, '{\n  "explore": { "rolouts": 5 },\n  "iterations": "two"\n}\n');
  for (const command of ['explore', 'tasks']) {
    const { status, stdout, stderr } = contrail([command, file]);
    assert.equal(status, 2, command);
    assert.equal(stdout, '');
    assert.deepEqual(stderr.split('\n').slice(0, -1), [
      `error: ${file} is no valid configuration.`,
      `${file}:2:16: explore.rolouts: Unknown key. Did you mean "rollouts"?`,
      `${file}:3:17: iterations: Expected a whole number ≥ 0, found "two".`,
    ]);
  }
});

test('tasks are listed the same each time, of the splits, seeds and number asked for', () => {
  const list = (...args: string[]) =>
    contrail(['tasks', ...args])
      .stdout.split('\n')
      .slice(0, -1);
  const lines = list('--limit', '2');
  assert.deepEqual(
    lines.map(line => line.split('\t')[0]),
    ['train', 'train', 'val', 'val', 'seen', 'seen', 'unseen', 'unseen'],
  );
  assert.deepEqual(list('--limit', '2'), lines);
  assert.deepEqual(list('--limit', '2', '--split', 'unseen'), lines.slice(-2));
  assert.notDeepEqual(list('--limit', '2', '--seed', '9'), lines);
});

test('tasks are taken from a configuration, and under --json each is one line of JSON', () => {
  const file = join(folder, 'seeded.json');
  writeFileSync(file, '{ "environment": { "seed": 9 } } // by seed');
  const { stdout } = contrail(['tasks', file, '--split', 'seen', '--limit', '3', '--json']);
  const tasks = jsonLines(stdout);
  assert.equal(tasks.length, 3);
  assert.deepEqual(Object.keys(tasks[0]!), ['environment', 'split', 'id', 'instruction']);
  assert.equal(stdout, contrail(['tasks', '--seed', '9', '--split', 'seen', '--limit', '3', '--json']).stdout);
});

test('a configuration says how many tasks of a split there are, unless the command line does', () => {
  const file = join(folder, 'few.json');
  writeFileSync(file, '{ "environment": { "tasks": { "val": 3 } } }');
  const count = (...args: string[]) =>
    jsonLines(contrail(['tasks', file, '--split', 'val', '--json', ...args]).stdout).length;
  assert.equal(count(), 3);
  assert.equal(count('--limit', '5'), 5);
});

test('games that are files already are not written again', t => {
  const games = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'alfworld', 'games');
  if (!existsSync(games)) return t.skip('the ALFWorld games are not on this machine');
  const args = ['tasks', '--environment', 'alfworld', '--root', games];
  assert.equal(jsonLines(contrail([...args, '--json', '--limit', '4']).stdout).length, 4);
  const written = contrail([...args, '--write', folder]);
  assert.equal(written.status, 2);
  assert.match(written.stderr, /are game files already/);
});

test('a reader that leaves early ends the command without a word', async () => {
  const child = spawn(process.execPath, [bundle, 'tasks', '--limit', '5000', '--json']);
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(stderr, '');
});
