import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundle, contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail play '));
after(() => rmSync(folder, { recursive: true, force: true }));

let game = '';
before(() => {
  const { stdout } = contrail(['tasks', '--split', 'train', '--limit', '1', '--write', folder, '--json']);
  game = jsonLines(stdout)[0]!['file'] as string;
});

interface Reference {
  readonly game: string;
  readonly intro: string;
  readonly admissible: readonly string[];
  readonly steps: readonly {
    readonly command: string;
    readonly feedback: string;
    readonly won: boolean;
    readonly admissible: readonly string[];
  }[];
}

const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'alfworld');

test('a game of ALFWorld is played as TextWorld plays it, byte for byte', t => {
  if (!existsSync(data)) return t.skip('the ALFWorld games are not on this machine');
  const lines = gunzipSync(readFileSync(join(data, 'reference.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  for (const line of lines.filter((_, index) => index % 16 === 0)) {
    const { game: name, intro, admissible, steps } = JSON.parse(line) as Reference;
    const actions = join(folder, 'actions.txt');
    writeFileSync(actions, steps.map(({ command }) => `${command}\n`).join(''));
    const { status, stdout } = contrail(['play', join(data, 'games', `${name}.gz`), '--actions', actions, '--json']);
    assert.equal(status, 0);
    const expected = [
      { step: 0, action: null, observation: intro, admissible, reward: 0, done: false, success: false },
      ...steps.map(({ command, feedback, won, admissible: after }, index) => {
        const reward = won ? 1 : 0;
        return {
          step: index + 1,
          action: command,
          observation: feedback,
          admissible: after,
          reward,
          done: won,
          success: won,
        };
      }),
    ];
    assert.deepEqual(jsonLines(stdout), expected);
  }
});

test('the game that `tasks` writes is won by its own walkthrough, plain or gzipped, and goes on after', () => {
  const { walkthrough } = JSON.parse(readFileSync(game, 'utf8')) as { walkthrough: string[] };
  const input = [...walkthrough, 'look'].join('\n');
  const zipped = join(folder, 'zipped.tw-pddl.gz');
  writeFileSync(zipped, gzipSync(readFileSync(game)));
  for (const file of [game, zipped]) {
    const turns = jsonLines(contrail(['play', file, '--actions', '-', '--json'], { input }).stdout);
    assert.equal(turns.length, walkthrough.length + 2);
    const won = turns.at(-2)!;
    assert.deepEqual([won['step'], won['reward'], won['done'], won['success']], [walkthrough.length, 1, true, true]);
    assert.equal(turns.at(-1)!['action'], 'look');
    for (const turn of turns)
      assert.deepEqual(Object.keys(turn), ['step', 'action', 'observation', 'admissible', 'reward', 'done', 'success']);
  }
});

test('every line is an action, whatever the line ends; a byte-order mark is none', () => {
  const actions = join(folder, 'windows.txt');
  writeFileSync(actions, '\uFEFFlook\r\n\r\nexamine nothing \r\ninventory');
  const turns = jsonLines(contrail(['play', game, '--actions', actions, '--json']).stdout);
  assert.deepEqual(
    turns.map(({ action }) => action),
    [null, 'look', '', 'examine nothing ', 'inventory'],
  );
});

test('an action from standard input is answered before the next one comes', async () => {
  const child = spawn(process.execPath, [bundle, 'play', game, '--actions', '-', '--json']);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string) as { step: number; admissible: string[] };
  let turn = await next();
  for (let step = 1; step <= 5; step++) {
    child.stdin.write(`${turn.admissible.at(step % turn.admissible.length)!}\n`);
    turn = await next();
    assert.equal(turn.step, step);
  }
  child.stdin.end();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a person plays line by line, asks what can be done and leaves', () => {
  const { walkthrough } = JSON.parse(readFileSync(game, 'utf8')) as { walkthrough: string[] };
  const { status, stdout } = contrail(['play', game], { input: ['?', ...walkthrough, 'quit', 'look'].join('\n') });
  assert.equal(status, 0);
  assert.match(stdout, /Type what to do\. "\?" lists what can be done now, "quit" leaves\./);
  assert.match(stdout, /\nlook\n/);
  assert.match(stdout, new RegExp(`Solved in ${walkthrough.length} steps\\.\\n`));
});

test('a game that cannot be played ends with 3 and its problems, one that is not there with 1', () => {
  const broken = join(folder, 'broken.tw-pddl');
  copyFileSync(game, broken);
  const content = JSON.parse(readFileSync(broken, 'utf8')) as Record<string, string>;
  writeFileSync(broken, JSON.stringify({ ...content, pddl_problem: '(define (problem x)' }, null, 2));
  const malformed = contrail(['play', broken, '--json', '--actions', '-'], { input: 'look\n' });
  assert.equal(malformed.status, 3);
  assert.equal(malformed.stdout, '');
  assert.match(malformed.stderr, /broken\.tw-pddl:\d+:\d+: pddl_problem: /);
  const missing = contrail(['play', join(folder, 'none.tw-pddl')]);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^error: Cannot read .*none\.tw-pddl: there is no such file/);
  const actions = contrail(['play', game, '--actions', join(folder, 'none.txt')]);
  assert.equal(actions.status, 1);
  assert.match(actions.stderr, /^error: Cannot read .*none\.txt/);
});
