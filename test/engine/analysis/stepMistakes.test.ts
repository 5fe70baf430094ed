import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepMistakes } from '../../../src/engine/analysis/stepMistakes.ts';
import { Simulation } from '../../../src/engine/environments/builtin/simulation.ts';
import { household } from '../../../src/engine/environments/builtin/task.ts';
import { builtinWorld } from '../../../src/engine/environments/builtin/world.ts';
import { playWith } from '../../../src/engine/exploration/episode.ts';
import type { Step } from '../../../src/engine/trajectory/trajectory.ts';
import { episode, step } from '../episodes.ts';

const opening =
  'You are in the middle of a room. Looking quickly around you, you see a cabinet 1, a countertop 1, a fridge 1, and a sinkbasin 1.\n\nYour task is to: put a clean mug in cabinet.';

/** Mistakes of an episode in the kitchen of that opening. */
function kitchen(steps: readonly Step[], instruction = 'put a clean mug in cabinet.') {
  return stepMistakes(
    episode({ opening: opening.replace(/to: .*/, `to: ${instruction}`), steps, task: { instruction } }),
  );
}

const refused = (action: string, more: Partial<Step> = {}) => step(`!${action}`, 'Nothing happens.', more);
const seen = step(
  'go to countertop 1',
  'You arrive at loc 2. On the countertop 1, you see a mug 1, a mug 3, and a plate 2.',
);
const taken = step('take mug 1 from countertop 1', 'You pick up the mug 1 from the countertop 1.');
const cleaned = step('clean mug 1 with sinkbasin 1', 'You clean the mug 1 using the sinkbasin 1.');

test('a name that was never shown is invented, a number that was never shown is wrong', () => {
  const steps = [
    refused('take mug 1 from countertop 1'),
    refused('go to desk 1'),
    refused('go to fridge 2'),
    seen,
    refused('take mug 2 from countertop 1'),
    refused('go to nowhere'),
  ];
  assert.deepEqual(kitchen(steps), [
    'invented-object',
    'invented-object',
    'wrong-number',
    null,
    'wrong-number',
    'invented-object',
  ]);
});

test('what the environment accepts is never a wrong name', () => {
  assert.deepEqual(kitchen([step('examine teapot 7', 'It is a teapot.')]), [null]);
});

test('a thing is taken where it was seen not to be', () => {
  const empty = step('go to sinkbasin 1', 'You arrive at loc 4. On the sinkbasin 1, you see nothing.');
  assert.deepEqual(kitchen([seen, empty, refused('take mug 1 from sinkbasin 1')]).at(-1), 'wrong-receptacle');
  assert.deepEqual(kitchen([seen, taken, refused('take mug 1 from countertop 1')]).at(-1), 'repeats');
  // Another of its kind lies there, so that it is the number that is wrong.
  const put = step('put mug 1 in/on sinkbasin 1', 'You put the mug 1 in/on the sinkbasin 1.');
  assert.deepEqual(kitchen([seen, taken, put, refused('take mug 1 from countertop 1')]).at(-1), 'wrong-number');
});

test('the asked thing belongs into the asked receptacle, and treated first', () => {
  const put = (thing: string, place: string) =>
    step(`put ${thing} in/on ${place}`, `You put the ${thing} in/on the ${place}.`);
  assert.deepEqual(kitchen([seen, taken, put('mug 1', 'fridge 1')]).at(-1), 'wrong-receptacle');
  assert.deepEqual(kitchen([seen, taken, put('mug 1', 'cabinet 1')]).at(-1), 'left-out-step');
  assert.deepEqual(kitchen([seen, taken, cleaned, put('mug 1', 'cabinet 1')]), [null, null, null, null]);
  assert.deepEqual(
    kitchen([seen, step('move mug 1 to fridge 1', 'You move the mug 1 to the fridge 1.')]).at(-1),
    'wrong-receptacle',
  );
});

test('another thing is neither treated nor delivered, though it may be put down', () => {
  const plate = step('take plate 2 from countertop 1', 'You pick up the plate 2 from the countertop 1.');
  const steps = [
    seen,
    plate,
    step('clean plate 2 with sinkbasin 1', 'You clean the plate 2.'),
    step('put plate 2 in/on cabinet 1', 'You put the plate 2 in/on the cabinet 1.'),
    plate,
    step('put plate 2 in/on countertop 1', 'You put the plate 2 in/on the countertop 1.'),
  ];
  assert.deepEqual(kitchen(steps), [null, null, 'wrong-object', 'wrong-object', null, null]);
});

test('a lamp is turned on with the asked thing in hand', () => {
  const lamp = step('use desklamp 1', 'You turn on the desklamp 1.');
  const look = 'look at mug under the desklamp.';
  assert.deepEqual(kitchen([seen, lamp], look).at(-1), 'left-out-step');
  assert.deepEqual(kitchen([seen, taken, lamp], look).at(-1), null);
});

test('repeating is told where nothing more particular is', () => {
  const again = refused('go to countertop 1');
  assert.deepEqual(kitchen([seen, again, again, refused('go to desk 1'), refused('go to desk 1')]), [
    null,
    'repeats',
    'repeats',
    'invented-object',
    'invented-object',
  ]);
});

test('a turn that was no turn is malformed', () => {
  const steps = [
    refused('', { flags: ['no-action'] }),
    refused('Action: go to fridge 1'),
    refused('go to fridge 1', { flags: ['cut-off'] }),
    step('go to fridge 1', 'The fridge 1 is closed.', { flags: ['invented-observation'] }),
  ];
  assert.deepEqual(kitchen(steps), ['malformed', 'malformed', 'malformed', null]);
});

test('in a world without numbers and without a household task, words tell what was invented', () => {
  const steps = [
    step('look around', 'You see a stove and a thermometer.'),
    refused('activate stove'),
    refused('activate oven'),
  ];
  const found = stepMistakes(
    episode({ opening: 'You are in the kitchen.', steps, task: { instruction: 'boil water' } }),
  );
  assert.deepEqual(found, [null, 'other-invalid', 'invented-object']);
});

test('hostile text is only text', () => {
  const steps = [
    refused('take (((( from [[[['),
    refused('put __proto__ in/on constructor'),
    refused(`go to ${'a '.repeat(20_000)}`),
  ];
  assert.equal(kitchen(steps).length, 3);
});

test('an expert makes no mistake on any family of our world', async () => {
  const world = builtinWorld.open(
    { seed: 5 },
    { readText: () => Promise.reject(new Error('no files')), list: async () => [] },
  );
  const play = playWith(world, world.expert!({ oracle: false })!);
  const limits = { maxSteps: 60, maxInvalid: 0, source: { policy: 'expert', seed: 0, rollout: 0, temperature: 0 } };
  for (const task of await world.tasks('unseen', 60)) {
    for await (const event of play({ id: task.id, task, ...limits }, new AbortController().signal)) {
      if (event.kind === 'ended') assert.deepEqual(stepMistakes(event.trajectory).filter(Boolean), [], task.id);
    }
  }
});

test('played in our world, a delivery into the next best receptacle is a wrong one', () => {
  const found = Array.from({ length: 60 }, (_, index) => household({ seed: 1, split: 'train', index }));
  const { task, layout } = found.find(({ layout: { family } }) => family === 'place')!;
  const game = new Simulation(layout);
  const item = layout.items.find(({ kind }) => kind === layout.object)!;
  const from = layout.receptacles[item.place]!;
  const actions = [
    `go to ${from.name}`,
    ...(from.openable ? [`open ${from.name}`] : []),
    `take ${item.name} from ${from.name}`,
    `put ${item.name} in/on ${from.name}`,
    `take ${from.name} from ${item.name}`,
  ];
  const steps = actions.map(action => {
    const { observation, valid } = game.step(action);
    return step(valid ? action : `!${action}`, observation);
  });
  const mistakes = stepMistakes(episode({ task, opening: game.opening, steps }));
  assert.deepEqual(mistakes.slice(-2), ['wrong-receptacle', 'other-invalid']);
  assert.ok(mistakes.slice(0, -2).every(kind => kind === null));
});
