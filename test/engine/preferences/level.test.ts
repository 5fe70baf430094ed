import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sequenceOf } from '../../../src/engine/learner/sequence.ts';
import { Tokenizer } from '../../../src/engine/learner/tokenizer.ts';
import { isStepPair } from '../../../src/engine/preferences/level.ts';
import type { PreferencePair } from '../../../src/engine/preferences/pair.ts';
import { decodePair, encodePair } from '../../../src/engine/preferences/pairFile.ts';
import { resolvePair } from '../../../src/engine/preferences/resolvePair.ts';
import { type PairSettings, pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { episode, step, stored, task } from '../episodes.ts';
import { testTable } from './propose.ts';

const eto = { preset: 'eto-paper' };
const steps: PairSettings = { ...eto, level: 'step' };
const mixture: PairSettings = { ...eto, level: 'mixture' };

testTable(steps, [
  ['the turn at which they part, one a side', 'expert 1 go take put | a 0 go wait look', 'expert > a[1..2]'],
  ['the first turn has the opening for a prompt', 'expert 1 go put | a 0 look put', 'expert > a[1]'],
  [
    'each episode that leaves the expert at another turn gives another',
    'expert 1 go take put | a 0 look | b 0 go look | c 0 go take look',
    'expert > a[1] | expert > b[1..2] | expert > c[2..3]',
  ],
  ['the agent won: its turn is chosen', 'expert 0.5 go put | a 1 go take', 'a > expert[1..2]'],
  ['an episode that stops early took no turn to compare', 'expert 1 go put | a 0 go', 'a: no-next-turn'],
  ['nor did an expert whose end was not noticed', 'expert 1 go | a 0 go put', 'a: no-next-turn'],
  ['the same turns', 'expert 1 go put | a 0 go put', 'a: identical-after-cut'],
  ['equal rewards are a tie', 'expert 1 go put | a 1 look', 'a: tie'],
  ['equal failures count twice', 'expert 1 go put | a 0 x | b 0 x', 'expert > a[1] | expert > b[1]'],
]);
testTable({ ...steps, distinct: true }, [
  [
    'failures that part alike are the same',
    'expert 1 go put | a 0 go x y | b 0 go x z',
    'expert > a[1..2] | b: duplicate',
  ],
]);
testTable({ ...steps, extraRounds: 0 }, [
  ['a loser whose other turn was cut off', 'expert 1 go | a 0 go wait', 'a: identical-after-cut'],
]);
testTable({ ...steps, maxCharacters: 130 }, [
  [
    'only what stands before the turn and the turn count',
    'expert 1 go a b c d e | a 0 go x y z u v',
    'expert > a[1..2]',
  ],
]);
testTable({ strategy: 'own-success', level: 'step' }, [
  ['siblings of the shortest own success', 'expert 1 g | a 0 u x | b 1 u v w', 'b > a[1..2]'],
]);
testTable({ strategy: 'agent-against-agent', level: 'step' }, [
  ['siblings of the best episode', 'a 0 u x | b 0.5/done u y', 'b > a[1..2]'],
]);
testTable(mixture, [
  ['both kinds', 'expert 1 go put | a 0 go x y', 'expert > a[3] | expert > a[1..2]'],
  ['only one where there is no other', 'expert 1 go put | a 0 go', 'expert > a[1]'],
  ['one where both kinds are the same', 'expert 1 go | a 0 x', 'expert > a[1]'],
  ['the reason of the whole episodes where there is neither', 'expert 1 go put | a 0 go put', 'a: identical-after-cut'],
]);
testTable({ ...mixture, quotaPerTask: 1 }, [
  [
    'two pairs of a match are one to the quota',
    'expert 1 g h | a 0 x y | b 0 y z',
    'expert > a[2] | expert > a[1] | b: over-quota',
  ],
]);
testTable({ ...mixture, distinct: true }, [
  [
    'each kind knows its own repetitions',
    'expert 1 g h | a 0 x y | b 0 x z',
    'expert > a[2] | expert > a[1] | expert > b[2]',
  ],
]);

const expert = episode({ id: 'expert', does: 'go take put', reward: 1, policy: 'expert' });

function proposed(loser: Trajectory, settings: PairSettings = steps) {
  const group = {
    task,
    expert: { file: 'expert', trajectory: expert },
    episodes: [{ file: 'own', trajectory: loser }],
  };
  return pairStrategy(settings).propose(group);
}

test('sides that were answered differently before they part have no prompt in common', () => {
  const otherwise = episode({ steps: [step('go', 'The door is shut.'), step('wait')] });
  const elsewhere = episode({ does: 'wait', opening: 'You are in a garden.' });
  for (const loser of [otherwise, elsewhere]) {
    assert.deepEqual(proposed(loser), [{ task, episode: 'a', reason: 'no-common-prompt' }]);
    assert.ok('pair' in proposed(loser, eto)[0]!);
  }
});

function pairOf(loser: Trajectory): PreferencePair {
  const [proposal] = proposed(loser);
  assert.ok(proposal && 'pair' in proposal);
  return proposal.pair;
}

test('a step pair resolves to the shared prompt and one turn a side, and only that turn carries loss', async () => {
  const loser = episode({ does: 'go wait look' });
  const pair = pairOf(loser);
  assert.ok(isStepPair(pair));
  const decoded = decodePair(JSON.parse(encodePair(pair)), { file: 'x.pairs.jsonl', line: 1 });
  assert.deepEqual(decoded, { value: pair });
  const read = await resolvePair(pair, ({ id }) => (id === 'expert' ? expert : loser), { file: 'x', line: 1 });
  assert.ok('value' in read);
  const { prefix, chosen, rejected } = read.value;
  assert.deepEqual(
    [prefix, chosen.steps, rejected.steps],
    [expert.steps.slice(0, 1), [expert.steps[1]], [loser.steps[1]]],
  );
  const tokenizer = new Tokenizer(['Thought', ':', 'Action', 'I', 'try', '.', 'go', 'take', 'wait', '\n']);
  for (const { trajectory, from, to } of [chosen, rejected]) {
    const { weights, turns } = sequenceOf(trajectory, tokenizer, { from, to });
    const { start, end } = turns[1]!;
    assert.equal(turns.length, 2);
    assert.ok(weights.every((weight, index) => weight === (index >= start && index < end ? 1 : 0)));
  }
});

test('a pair within an episode is none once the openings differ', async () => {
  const pair = pairOf(episode({ does: 'go wait' }));
  const moved = episode({ does: 'go wait', opening: 'You are in a garden.' });
  const read = await resolvePair(pair, ({ id }) => (id === 'expert' ? expert : moved), { file: 'x', line: 1 });
  assert.ok('problem' in read);
  assert.equal(read.problem.field, 'rejected.from');
});

test('an episode that was forked off the expert gives the pair of its own turn', () => {
  const forks = [1, 2].map(shared => {
    const own = [...expert.steps.slice(0, shared), step('look')];
    const { file, trajectory } = stored({ id: `fork-${shared}`, steps: own });
    return {
      file,
      trajectory: { ...trajectory, source: { ...trajectory.source, parent: { id: 'expert', steps: shared } } },
    };
  });
  const group = { task, expert: { file: 'expert', trajectory: expert }, episodes: forks };
  const proposals = pairStrategy(steps).propose(group);
  assert.deepEqual(
    proposals.map(proposal => 'pair' in proposal && proposal.pair.divergence),
    [1, 2],
  );
});
