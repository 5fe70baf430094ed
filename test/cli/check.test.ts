import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reactTurn } from '../../src/engine/policies/react.ts';
import type { PreferencePair } from '../../src/engine/preferences/pair.ts';
import { encodePair } from '../../src/engine/preferences/pairFile.ts';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { trajectoryText } from '../../src/engine/trajectory/text.ts';
import type { Trajectory } from '../../src/engine/trajectory/trajectory.ts';
import { contrail, jsonLines } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail check '));
after(() => rmSync(folder, { recursive: true, force: true }));

function episode(rollout: number, reward: number): Trajectory {
  const task = { environment: 'household', split: 'train', id: '1-train-0', instruction: 'put mug on shelf' } as const;
  return {
    id: `1-train-0#${rollout}`,
    task,
    opening: 'You see a mug.',
    steps: [{ ...reactTurn('Take it.', `take mug ${rollout}`), observation: 'Taken.', reward, valid: true }],
    outcome: { reward, success: reward === 1, ending: reward === 1 ? 'success' : 'step-limit' },
    source: { policy: 'expert', seed: 1, rollout, temperature: 0 },
  };
}

const [won, lost] = [episode(0, 1), episode(1, 0)];

const pair: PreferencePair = {
  format: 'contrail-pair-1',
  id: 'p1',
  task: { environment: 'household', split: 'train', id: '1-train-0' },
  chosen: { file: 'all.trajectories.jsonl', id: won.id, from: 0, to: 1, reward: 1, policy: 'expert' },
  rejected: { file: 'all.trajectories.jsonl', id: lost.id, from: 0, to: 1, reward: 0, policy: 'expert' },
  strategy: 'own-success',
  margin: 1,
  divergence: 0,
};

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const trajectories = write('all.trajectories.jsonl', encodeTrajectory(won), encodeTrajectory(lost), '');

function found(...files: string[]): string[] {
  const { status, stdout } = contrail(['check', ...files]);
  assert.equal(status, stdout === '' ? 0 : 3);
  return stdout.split('\n').slice(0, -1);
}

test('files without problems end with 0 and print nothing', () => {
  const pairs = write('good.pairs.jsonl', encodePair(pair), '');
  const configuration = write('good.json', '{ "seeds": [1, 2], }');
  const document = write('one.json', JSON.stringify(JSON.parse(encodeTrajectory(won)), null, 2));
  assert.deepEqual(found(trajectories, pairs, configuration, document), []);
});

test('each malformed line of trajectories is a problem, and so is an id that stands twice', () => {
  const line = encodeTrajectory(won);
  const file = write('bad.jsonl', line, '{"schema_version":', line.replace('"reward":1', '"reward":7'), '', line);
  const problems = found(file);
  assert.equal(problems.length, 3, problems.join('\n'));
  assert.match(problems[0]!, /bad\.jsonl:2:\d+: The line is cut off/);
  assert.match(problems[1]!, /bad\.jsonl:3:1: \S*reward: /);
  assert.match(problems[2]!, /bad\.jsonl:5:1: trajectory_id: "1-train-0#0" stands on an earlier line too/);
});

test('pairs are checked against the trajectories that they refer to', () => {
  const file = write(
    'bad.pairs.jsonl',
    encodePair(pair),
    encodePair({ ...pair, chosen: { ...pair.chosen, id: 'nobody' } }),
    encodePair({ ...pair, rejected: { ...pair.rejected, file: 'gone.trajectories.jsonl' } }),
    encodePair({ ...pair, rejected: { ...pair.rejected, to: 5 } }),
    'not a pair',
  );
  const problems = found(file);
  assert.equal(problems.length, 4, problems.join('\n'));
  assert.match(problems[0]!, /:2:1: chosen\.id: There is no trajectory "nobody"/);
  assert.match(problems[1]!, /:3:1: rejected\.file: Cannot read .*gone\.trajectories\.jsonl/);
  assert.match(problems[2]!, /:4:1: rejected\.to: /);
  assert.match(problems[3]!, /:5:1: The line is not JSON/);
});

test('a study is known by its variants', () => {
  const good = '{ "name": "s", "variants": [{ "name": "a" }] }';
  assert.deepEqual(found(write('good.study.json', good)), []);
  const problems = found(write('bad.study.json', good.replace('"a"', '"a", "settings": { "seeds": [1] }')));
  assert.match(problems.join('\n'), /^\S.*bad\.study\.json:1:\d+: variants\[0\]\.settings\.seeds: Unknown key\./);
});

test('configurations and games are known by what they hold; what is neither, or not there, is a problem of its own', () => {
  const configuration = write('odd.json', '{\n"sedes": []\n}');
  const game = write('odd-game.json', '{"pddl_domain": 1}');
  const other = write('notes.txt', 'hello');
  const problems = found(configuration, game, other, join(folder, 'none.jsonl'));
  const expected = [
    /odd\.json:2:1: sedes: Unknown key\. Did you mean "seeds"\?/,
    /odd-game\.json:1:\d+: pddl_domain: /,
    /odd-game\.json:1:\d+: grammar: /,
    /odd-game\.json:1:\d+: pddl_problem: /,
    /notes\.txt:0:1: It is none of what can be checked/,
    /none\.jsonl:0:1: Cannot read .* there is no such file/,
  ];
  assert.equal(problems.length, expected.length, problems.join('\n'));
  for (const [index, pattern] of expected.entries()) assert.match(problems[index]!, pattern);
});

test('under --json each problem is one line of JSON', () => {
  const file = write('wrong.json', '{"seeds": 1, "iterations": -1}');
  const { status, stdout } = contrail(['check', '--json', file]);
  assert.equal(status, 3);
  assert.deepEqual(
    jsonLines(stdout).map(({ line, column, field }) => [line, column, field]),
    [
      [1, 11, 'seeds'],
      [1, 28, 'iterations'],
    ],
  );
});

test('an episode is shown by its number or its id, as text or as the line it was', () => {
  assert.equal(contrail(['show', trajectories]).stdout, trajectoryText(won).text);
  assert.equal(contrail(['show', trajectories, '--episode', '2']).stdout, trajectoryText(lost).text);
  assert.equal(contrail(['show', trajectories, '--episode', lost.id]).stdout, trajectoryText(lost).text);
  assert.equal(contrail(['show', trajectories, '--json']).stdout, `${encodeTrajectory(won)}\n`);
});

test('an episode that is not there ends with 2, a malformed one with 3 and its place', () => {
  const none = contrail(['show', trajectories, '--episode', '3']);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /has no episode 3; it has 2/);
  const file = write('half.jsonl', encodeTrajectory(won), '{"a":');
  assert.equal(contrail(['show', file]).status, 0);
  const malformed = contrail(['show', file, '--episode', '2']);
  assert.equal(malformed.status, 3);
  assert.match(malformed.stderr, /half\.jsonl:2:\d+: /);
});
