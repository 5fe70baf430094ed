import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combinations } from '../../../../src/engine/environments/builtin/combination.ts';
import { layoutOf } from '../../../../src/engine/environments/builtin/task.ts';
import { habitCorpus } from '../../../../src/engine/policies/expert/corpus.ts';
import { drawHabits, habitMeans } from '../../../../src/engine/policies/expert/habits.ts';
import { seeded } from '../../../../src/engine/random.ts';

test('a trajectory of the corpus depends on its seed and its index alone', () => {
  const long = [...habitCorpus({ seed: 5, count: 40 })];
  assert.deepEqual([...habitCorpus({ seed: 5, count: 12 })], long.slice(0, 12));
  assert.notDeepEqual([...habitCorpus({ seed: 6, count: 12 })], long.slice(0, 12));
  assert.equal(new Set(long.map(({ id }) => id)).size, 40);
});

test('the corpus reads nothing but combinations of train, and ends its episodes as it says', () => {
  const endings = new Map<string, number>();
  for (const { task, steps, outcome } of habitCorpus({ seed: 2, count: 600 })) {
    const { family, object, target, room } = layoutOf(task.id);
    assert.ok(
      combinations(family, 'train').some(
        other => other.object === object && other.target === target && other.room === room,
      ),
    );
    const invalid = steps.filter(({ valid }) => !valid).length;
    const limit = steps.length === 16 ? 'step-limit' : 'none';
    assert.equal(outcome.ending, outcome.success ? 'success' : invalid === 5 ? 'invalid-limit' : limit);
    assert.equal(steps.at(-1)!.reward, outcome.reward);
    endings.set(outcome.ending, (endings.get(outcome.ending) ?? 0) + 1);
  }
  assert.ok(endings.size === 3 && endings.get('success')! > 120 && endings.get('success')! < 300);
});

test('each habit shows in the corpus', () => {
  const seen = { revisit: 0, forget: 0, pass: 0, drop: 0, misnumber: 0 };
  for (const { opening, steps } of habitCorpus({ seed: 3, count: 300 }))
    for (const [at, { action, observation, valid }] of steps.entries()) {
      const next = steps[at + 1]?.action ?? '';
      const before = steps.slice(0, at).map(step => step.action);
      if (action.startsWith('go to') && before.includes(action)) seen.revisit++;
      if (
        /Your task is to: put (hot|cool|clean)/.test(opening) &&
        /^take/.test(before.at(-1) ?? '') &&
        /^put/.test(action)
      )
        seen.forget++;
      if (/is closed$/.test(observation) && /^go to/.test(action) && /^go to/.test(next)) seen.pass++;
      if (/^put/.test(action) && /^use/.test(next)) seen.drop++;
      const [, number, listed] = /(\w+ (\d))$/.exec(action) ?? [];
      if (!valid && number && listed && action.startsWith('go to') && !opening.includes(number)) seen.misnumber++;
    }
  for (const [habit, count] of Object.entries(seen)) assert.ok(count > 5, `${habit}: ${count}`);
});

test('rates are drawn around their means and stay rates', () => {
  const random = seeded(1);
  const drawn = Array.from({ length: 4000 }, () => drawHabits(random));
  for (const habit of ['drop', 'misnumber', 'wander'] as const) {
    const mean = drawn.reduce((sum, habits) => sum + habits[habit], 0) / drawn.length;
    assert.ok(Math.abs(mean - habitMeans[habit]) < 0.03, `${habit}: ${mean}`);
  }
  assert.ok(drawn.every(habits => Object.values(habits).every(rate => rate >= 0 && rate <= 1)));
});
