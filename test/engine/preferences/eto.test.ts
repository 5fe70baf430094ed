import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import { group, testTable } from './propose.ts';

const paper = { preset: 'eto-paper' };
const code = { preset: 'eto-code' };
const long = 'a b c d e f g h i j k';

testTable(paper, [
  ['the agent lost: the expert is chosen', 'expert 1 go put | a 0 look', 'expert > a[1]'],
  ['the agent won: it is chosen', 'expert 0.5 go put | a 1 look', 'a > expert[2]'],
  ['equal rewards are a tie', 'expert 1 go put | a 1 look', 'a: tie'],
  ['equal partial rewards too', 'expert 0.5 go put | a 0.5 look', 'a: tie'],
  ['the inequality is strict and has no margin', 'expert 0.75 go put | a 0.667 look', 'expert > a[1]'],
  ['an expert without a reward succeeded', 'expert null/done go put | a 1 look | b 0 look', 'a: tie | expert > b[1]'],
  ['no demonstration', 'a 0 look', 'a: no-expert'],
  ['a demonstration without a step is none', 'expert 1 | a 0 look', 'a: no-expert'],
  ['nothing was explored', 'expert 1 go put', 'task: no-episode'],
  ['the first model call failed', 'expert 1 go put | a null/policy-error', 'a: empty-episode'],
  ['an episode without a step', 'expert 1 go put | a 0', 'a: empty-episode'],
  ['a null reward is not 0', 'expert 1 go put | a null/done look', 'a: null-reward'],
  ['what broke off is not judged', 'expert 1 go put | a 0/context-overflow look', 'a: incomplete-episode'],
  ['every rollout counts', 'expert 1 go put | a 0 x | b 0 y | c 1 z', 'expert > a[1] | expert > b[1] | c: tie'],
  ['equal failures count twice', 'expert 1 go put | a 0 x | b 0 x', 'expert > a[1] | expert > b[1]'],
  ['a failure that says the same is no pair', 'expert 1 go put | a 0 go put', 'a: identical-after-cut'],
  ['a failure that stops early is one', 'expert 1 go put | a 0 go', 'expert > a[1]'],
]);

for (const environment of ['webshop', 'scienceworld', 'alfworld', 'household'])
  testTable(
    paper,
    [[`nothing is cut in ${environment}`, `expert 1 go put | a 0 ${long}`, 'expert > a[11]']],
    environment,
  );

for (const environment of ['webshop', 'scienceworld']) {
  testTable(
    code,
    [
      ['a loser ends five rounds after the expert', `expert 1 go take put | a 0 ${long}`, 'expert > a[8]'],
      ['a short loser stays whole', 'expert 1 go take put | a 0 a b c', 'expert > a[3]'],
      ['a win is never cut', `expert 0.5 ${long} | a 1 go`, 'a > expert[11]'],
      ['a null reward is skipped', 'expert 1 go | a null/done look', 'a: null-reward'],
      ['an episode that broke off keeps its reward', 'expert 1 go | a 0.3/policy-error look', 'expert > a[1]'],
    ],
    environment,
  );
}

testTable(
  code,
  [
    ['ALFWorld losers enter whole', `expert 1 go take put | a 0 ${long}`, 'expert > a[11]'],
    ['in ALFWorld a null reward is a loss', 'expert 1 go | a null/policy-error look', 'expert > a[1]'],
    ['but there must be something to learn from', 'expert 1 go | a null/policy-error', 'a: empty-episode'],
  ],
  'alfworld',
);

test('a pair names its sides, its rule, its margin and where they part', () => {
  const proposal = pairStrategy(paper).propose(group('expert 1 go take put | a 0.25 go wait'))[0]!;
  assert.ok('pair' in proposal);
  assert.match(proposal.pair.id, /^[0-9a-f]{16}$/);
  assert.deepEqual(proposal.pair, {
    format: 'contrail-pair-1',
    id: proposal.pair.id,
    task: { environment: 'household', split: 'train', id: 'mug-1' },
    chosen: { file: 'expert.trajectories.jsonl', id: 'expert', from: 0, to: 3, reward: 1, policy: 'expert' },
    rejected: { file: 'episodes.trajectories.jsonl', id: 'a', from: 0, to: 2, reward: 0.25, policy: 'model' },
    strategy: 'expert-against-agent',
    margin: 0.75,
    divergence: 1,
  });
});
