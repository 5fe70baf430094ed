import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Belief } from '../../../../src/engine/policies/expert/belief.ts';

const opening =
  '-= Welcome to TextWorld, ALFRED! =-\n\nYou are in the middle of a room. Looking quickly around you, you see a drawer 2, a drawer 1, and a desk 1.\n\nYour task is to: put a pen in drawer.';

function after(...turns: readonly (readonly [action: string, observation: string])[]): Belief {
  const belief = new Belief(opening);
  for (const [action, observation] of turns) belief.observe(action, observation);
  return belief;
}

test('the opening names the places and nothing more', () => {
  const belief = after();
  assert.deepEqual([...belief.places.keys()], ['drawer 2', 'drawer 1', 'desk 1']);
  assert.deepEqual([...belief.known('pen')], []);
  assert.equal(belief.here.size, 0);
});

test('what is seen, taken, treated and put is remembered', () => {
  const belief = after(
    ['go to desk 1', 'You arrive at loc 5. On the desk 1, you see a pen 2, and a mug 1.'],
    ['take pen 2 from desk 1', 'You pick up the pen 2 from the desk 1.'],
    ['heat pen 2 with desk 1', 'You heat the pen 2 using the desk 1.'],
    ['cool pen 2 with desk 1', 'You cool the pen 2 using the desk 1.'],
    ['go to drawer 1', 'You arrive at loc 2. The drawer 1 is closed.'],
  );
  assert.equal(belief.holding, 'pen 2');
  assert.deepEqual([belief.is('heat', 'pen 2'), belief.is('cool', 'pen 2')], [false, true]);
  assert.equal(belief.places.get('drawer 1')!.closed, true);
  assert.equal(belief.places.get('drawer 1')!.contents, undefined);
  belief.observe('open drawer 1', 'You open the drawer 1. The drawer 1 is open. In it, you see nothing.');
  belief.observe('put pen 2 in/on drawer 1', 'You put the pen 2 in/on the drawer 1.');
  assert.deepEqual(
    [...belief.known('pen')].map(({ object, place }) => [object, place.name]),
    [['pen 2', 'drawer 1']],
  );
  assert.equal(belief.holding, undefined);
});

test('a refused way tells that the place is where one stands', () => {
  const belief = after(
    ['go to drawer 2', 'You arrive at loc 2. The drawer 2 is closed.'],
    ['go to drawer 1', 'Nothing happens.'],
    ['go to desk 1', 'You arrive at loc 5. On the desk 1, you see nothing.'],
    ['go to drawer 1', 'You arrive at loc 2. The drawer 1 is closed.'],
  );
  assert.deepEqual([...belief.here].sort(), ['drawer 1', 'drawer 2']);
});

test('the wording of putting is read off arrivals, and off refusals', () => {
  const arrival = (place: string) => after(['go to desk 1', `You arrive at ${place}. On the desk 1, you see a pen 2.`]);
  assert.equal(arrival('loc 5').delivery, 'put');
  const belief = arrival('desk 1');
  assert.equal(belief.delivery, 'move');
  belief.observe('take pen 2 from desk 1', 'You pick up the pen 2 from the desk 1.');
  belief.observe('move pen 2 to desk 1', 'Nothing happens.');
  assert.deepEqual([belief.delivery, belief.refuses('desk 1', 'pen 2')], ['put', false]);
  belief.observe('put pen 2 in/on desk 1', 'Nothing happens.');
  assert.equal(belief.refuses('desk 1', 'pen 2'), true);
});

test('our own wording is read alike', () => {
  const belief = new Belief('You see bed 1 desk 1 drawer 1\nYour task is to: put two pen in bed');
  assert.deepEqual([...belief.places.keys()], ['bed 1', 'desk 1', 'drawer 1']);
  belief.observe('go to desk 1', 'On desk 1 you see lamp 1 pen 2');
  belief.observe('take pen 2 from desk 1', 'You hold pen 2');
  belief.observe('go to drawer 1', 'drawer 1 is closed');
  assert.equal(belief.holding, 'pen 2');
  assert.equal(belief.delivery, 'put');
  assert.deepEqual([...belief.places.get('desk 1')!.contents!], ['lamp 1']);
});
