import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gameFile } from '../../../../src/engine/environments/builtin/game.ts';
import { layout } from '../../../../src/engine/environments/builtin/layout.ts';
import { stations } from '../../../../src/engine/environments/builtin/rooms.ts';
import { household, layoutOf } from '../../../../src/engine/environments/builtin/task.ts';
import { HumanError } from '../../../../src/engine/problem.ts';
import { splits } from '../../../../src/engine/trajectory/trajectory.ts';

test('a task is the same whenever it is made, also from its id alone', () => {
  for (const split of splits)
    for (const index of [0, 1, 2, 3, 4, 5, 977]) {
      const { task, layout: drawn } = household({ seed: 12, split, index });
      assert.equal(task.id, `12-${split}-${index}`);
      assert.deepEqual(layoutOf(task.id), drawn);
      assert.deepEqual(layout({ seed: 12, split, index }), drawn);
      assert.notDeepEqual(layout({ seed: 13, split, index }), drawn);
    }
});

test('the ids of other worlds are refused with the form of ours', () => {
  for (const id of ['', '1-train', '1-dev-0', 'pick-two-0', '1-train-x'])
    assert.throws(
      () => layoutOf(id),
      (error: unknown) => error instanceof HumanError && /<seed>-<split>-<index>/.test(error.message),
    );
});

test('a room has 4 to 9 receptacles and all that its task needs, which is not yet done', () => {
  for (const split of splits)
    for (let index = 0; index < 600; index++) {
      const { family, object, target, receptacles, items } = layout({ seed: 2, split, index });
      assert.ok(receptacles.length >= 4 && receptacles.length <= 9);
      const kinds = receptacles.map(({ kind }) => kind);
      if (family === 'examine') assert.equal(items.filter(({ kind }) => kind === target).length, 1);
      else assert.ok(kinds.includes(target));
      if (stations[family]) assert.ok(kinds.includes(stations[family]));
      const wanted = items.filter(({ kind }) => kind === object);
      assert.ok(wanted.length >= (family === 'two' ? 2 : 1));
      assert.ok(wanted.every(({ place }) => receptacles[place]!.kind !== target));
      assert.equal(new Set([...receptacles, ...items].map(({ name }) => name)).size, receptacles.length + items.length);
    }
});

test('no game of seen is a game of train', () => {
  const problems = (split: 'train' | 'seen', seed: number) =>
    Array.from({ length: 1500 }, (_, index) => gameFile(layout({ seed, split, index })).pddl_problem);
  const train = new Set([1, 2].flatMap(seed => problems('train', seed)));
  assert.deepEqual(
    problems('seen', 1).filter(problem => train.has(problem)),
    [],
  );
});
