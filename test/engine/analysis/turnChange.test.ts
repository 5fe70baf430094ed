import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairChange, pairTotals } from '../../../src/engine/analysis/pairChange.ts';
import { type MeasuredEpisode, type TurnMeasurement, turnChanges } from '../../../src/engine/analysis/turnChange.ts';
import { TurnTally } from '../../../src/engine/analysis/turnTally.ts';
import { inThisThread } from '../../../src/engine/learner/gradientWorkers.ts';
import { preferenceLoss } from '../../../src/engine/learner/preferenceLoss.ts';
import { turnLogProbabilities } from '../../../src/engine/learner/turnLogProbabilities.ts';
import type { PreferencePair } from '../../../src/engine/preferences/pair.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { collect } from '../../collect.ts';
import { episode, step } from '../episodes.ts';
import { untrained } from '../learner/models.ts';

const [old, now] = [untrained(1), untrained(2)];
const policies: TurnMeasurement = {
  before: { checkpoint: old, workers: inThisThread(old.shape) },
  after: { checkpoint: now, workers: inThisThread(now.shape) },
};

const said = (action: string, observation: string) =>
  step(action, observation, { thought: 'find mug', text: `Thought: find mug\nAction: ${action}` });

const opening = 'You see desk 1 shelf 1\nYour task is to: put mug in desk';
const winner = episode({
  id: 'a#0',
  opening,
  steps: [said('go to shelf 1', 'On shelf 1 you see mug 1'), said('take mug 1 from shelf 1', 'You hold mug 1')],
  reward: 1,
});
const loser = episode({
  id: 'a#1',
  opening,
  steps: [
    said('go to shelf 1', 'On shelf 1 you see mug 1'),
    said('go to desk 1', 'On desk 1 you see nothing'),
    said('go to desk 1', 'On desk 1 you see nothing'),
  ],
});

async function measured(episodes: readonly Trajectory[]): Promise<MeasuredEpisode<Trajectory>[]> {
  return collect(turnChanges(episodes, policies));
}

const close = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 1e-4, `${value} ≠ ${expected}`);

test('a turn has the log-probability of each policy, its action the last part of it', async () => {
  const found = await measured([winner, loser, winner]);
  assert.deepEqual(
    found.map(({ episode: { id } }) => id),
    ['a#0', 'a#1', 'a#0'],
  );
  const before = turnLogProbabilities(old, [winner, loser]);
  const after = turnLogProbabilities(now, [winner, loser]);
  for (const [index, { turns }] of found.slice(0, 2).entries()) {
    for (const [turn, change] of turns.entries()) {
      close(change.before, before[index]![turn]!);
      close(change.after, after[index]![turn]!);
      assert.ok(change.action.before > change.before && change.action.before < 0);
    }
  }
  assert.deepEqual(found[2]?.turns, found[0]?.turns);
});

test('other vocabularies are refused in words', async () => {
  const other = { ...policies.after, checkpoint: { ...now, words: now.words.with(7, 'zeppelin') } };
  await assert.rejects(
    collect(turnChanges([winner], { ...policies, after: other })),
    /different vocabularies \(word 8 is .* and "zeppelin"/,
  );
});

test('an aborted measurement ends with the reason', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(collect(turnChanges([winner], { ...policies, signal })), /enough/);
});

const side = { file: 'f', policy: 'p', from: 0 };
const pair: PreferencePair = {
  format: 'contrail-pair-1',
  id: 'one',
  task: winner.task,
  chosen: { ...side, id: 'a#0', to: 2, reward: 1 },
  rejected: { ...side, id: 'a#1', to: 3, reward: 0 },
  strategy: 'own-success',
  margin: 1,
  divergence: 1,
};

test("a pair's rewards are DPO's, and its turns sum to the margin", async () => {
  const found = new Map((await measured([winner, loser])).map(({ episode: of, turns }) => [of, turns]));
  const whole = (trajectory: Trajectory) => ({
    trajectory,
    from: 0,
    to: trajectory.steps.length,
    steps: trajectory.steps,
  });
  const resolved = { pair, chosen: whole(winner), rejected: whole(loser) };
  const change = pairChange(resolved, 0.3, of => found.get(of)!);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const total = (checkpoint: typeof old) => {
    const [chosen, rejected] = turnLogProbabilities(checkpoint, [winner, loser]).map(sum);
    return { chosen: chosen!, rejected: rejected! };
  };
  const expected = preferenceLoss(total(now), total(old), 0.3);
  close(change.margin, expected.margin);
  close(sum(change.chosen), expected.chosenReward);
  close(sum(change.rejected), expected.rejectedReward);
  close(sum(change.margins), change.margin);
  assert.equal(change.margins.length, 3);
  const totals = pairTotals([change])!;
  close(sum(totals.parts.map(({ margin }) => margin)), totals.margin);
  // Before the sides part they are one text.
  close(totals.parts[0]!.margin, 0);
  assert.equal(pairTotals([]), null);
});

test('the tally sums what turns do and keeps those that changed most', async () => {
  const turn = (before: number, after: number) => ({ before, after, tokens: 8, action: { before, after } });
  const tally = new TurnTally(1);
  tally.add('f', { episode: loser, turns: [turn(-1, -1), turn(-0.5, -1.5), turn(-0.1, -6)] });
  tally.add('f', { episode: winner, turns: [turn(-1, -0.5), turn(-40, -90)] });
  assert.equal(tally.turns, 5);
  assert.deepEqual(
    tally.groups().map(({ pattern, circumstance, turns }) => [pattern, circumstance, turns]),
    [
      ['take <thing> from <place>', 'first-time', 1],
      ['go to <place>', 'repeats', 1],
      ['go to <place>', 'first-time', 3],
    ],
  );
  const visits = tally.groups()[2]!;
  close(visits.change, (0 - 1 + 0.5) / 3);
  close(visits.lessLikely, 1 / 3);
  // What neither policy would do is no news.
  assert.deepEqual(
    tally.notable('less').map(({ step: at, before, after }) => [at, before, after]),
    [[2, -0.1, -6]],
  );
  assert.deepEqual(
    tally.notable('more').map(({ episode: of }) => of),
    ['a#0'],
  );
});
