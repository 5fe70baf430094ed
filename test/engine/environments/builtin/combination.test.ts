import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combinations } from '../../../../src/engine/environments/builtin/combination.ts';
import { layout } from '../../../../src/engine/environments/builtin/layout.ts';
import { families, rooms } from '../../../../src/engine/environments/builtin/rooms.ts';
import { splits } from '../../../../src/engine/trajectory/trajectory.ts';

const text = ({ family, object, target, room }: ReturnType<typeof combinations>[number]) =>
  `${family} ${object} ${target} ${room}`;

const shared = (some: ReadonlySet<string>, others: ReadonlySet<string>) => [...some].filter(one => others.has(one));

test('every family keeps 15 % of its combinations for unseen and 10 % for val, at least one each', () => {
  for (const family of families) {
    const [train, val, unseen] = (['train', 'val', 'unseen'] as const).map(split => combinations(family, split).length);
    const all = train! + val! + unseen!;
    assert.equal(unseen, Math.max(1, Math.round(0.15 * all)), family);
    assert.equal(val, Math.max(1, Math.round(0.1 * all)), family);
    assert.deepEqual(combinations(family, 'seen'), combinations(family, 'train'));
  }
});

test('no combination of unseen or val is ever drawn for train or seen, whatever the seed', () => {
  const drawn = Object.fromEntries(splits.map(split => [split, new Set<string>()]));
  for (const split of splits)
    for (const seed of [0, 1, 7])
      for (let index = 0; index < 600; index++) drawn[split]!.add(text(layout({ seed, split, index })));
  for (const heldOut of ['val', 'unseen'])
    for (const open of ['train', 'seen'])
      assert.deepEqual(shared(drawn[heldOut]!, drawn[open]!), [], `${heldOut} meets ${open}`);
  assert.deepEqual(shared(drawn['val']!, drawn['unseen']!), []);
  const unseen = families.flatMap(family => combinations(family, 'unseen').map(text));
  assert.deepEqual([...drawn['unseen']!].sort(), unseen.sort());
});

test('every split has equal shares a family', () => {
  for (const split of splits) {
    const counts = new Map<string, number>();
    for (let index = 0; index < 60; index++) {
      const { family } = layout({ seed: 5, split, index });
      counts.set(family, (counts.get(family) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts],
      families.map(family => [family, 10]),
    );
  }
});

test('combinations name things that their rooms have', () => {
  for (const split of splits)
    for (const family of families)
      for (const { object, target, room } of combinations(family, split)) {
        assert.ok(rooms[room]!.places[object], `${object} has no place in the ${room}`);
        assert.ok(family === 'examine' || rooms[room]!.furniture[target], `the ${room} has no ${target}`);
      }
});
