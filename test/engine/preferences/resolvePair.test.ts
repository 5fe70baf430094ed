import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PreferencePair } from '../../../src/engine/preferences/pair.ts';
import { resolvePair } from '../../../src/engine/preferences/resolvePair.ts';
import { sideLookup } from '../../../src/engine/preferences/sideLookup.ts';
import { pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import { episode, memoryFile } from '../episodes.ts';
import { group } from './propose.ts';

const proposal = pairStrategy({ preset: 'eto-paper' }).propose(group('expert 1 go take put | a 0.25 go wait'))[0]!;
assert.ok('pair' in proposal);
const { pair } = proposal;
const place = { file: 'x.pairs.jsonl', line: 3 };
const expert = episode({ id: 'expert', does: 'go take put', reward: 1 });
const agent = episode({ id: 'a', does: 'go wait', reward: 0.25 });

async function resolve(changed: Partial<PreferencePair>, files = [expert, agent]) {
  const asked = { ...pair, ...changed };
  const lookup = await sideLookup(
    [asked],
    [
      memoryFile('episodes.trajectories.jsonl', ['no JSON', ...files.slice(1)]),
      memoryFile('expert.trajectories.jsonl', files.slice(0, 1)),
    ],
  );
  return resolvePair(asked, lookup, place);
}

test('a pair resolves to its prompt and its two continuations', async () => {
  const read = await resolve({});
  assert.ok('value' in read);
  const { opening, prefix, chosen, rejected } = read.value;
  assert.deepEqual([opening, prefix], [expert.opening, []]);
  assert.deepEqual(chosen, { trajectory: expert, from: 0, to: 3, steps: expert.steps });
  assert.deepEqual(rejected.steps, agent.steps);
});

test('a pair within an episode shares its beginning', async () => {
  const late = { chosen: { ...pair.chosen, from: 1 }, rejected: { ...pair.rejected, from: 1 } };
  const read = await resolve(late);
  assert.ok('value' in read);
  assert.deepEqual(read.value.prefix, expert.steps.slice(0, 1));
  assert.deepEqual(read.value.chosen.steps, expert.steps.slice(1));
  const other = await resolve(late, [expert, episode({ id: 'a', does: 'look wait' })]);
  assert.ok('problem' in other);
  assert.deepEqual([other.problem.line, other.problem.field], [3, 'rejected.from']);
});

test('what does not fit is named', async () => {
  const misfits: [string, Partial<PreferencePair>, RegExp][] = [
    ['chosen.id', { chosen: { ...pair.chosen, id: 'b' } }, /no trajectory "b" in expert/],
    ['rejected.id', { rejected: { ...pair.rejected, file: 'gone' } }, /in gone/],
    ['rejected.to', { rejected: { ...pair.rejected, to: 9 } }, /has 2 steps, fewer than 9/],
    ['chosen.id', { task: { ...pair.task, id: 'mug-2' } }, /another task \(mug-1\)/],
  ];
  for (const [field, changed, message] of misfits) {
    const read = await resolve(changed);
    assert.ok('problem' in read);
    assert.equal(read.problem.field, field);
    assert.match(read.problem.message, message);
  }
});
