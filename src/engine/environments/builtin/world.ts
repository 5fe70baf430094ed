import type { HiddenFacts } from '../../policies/expert/belief.ts';
import { habitTrajectory } from '../../policies/expert/corpus.ts';
import { expertPolicy } from '../../policies/expert/expert.ts';
import type { Rank } from '../../policies/expert/plan.ts';
import { compactVoice } from '../../policies/expert/voice.ts';
import type { Task } from '../../trajectory/trajectory.ts';
import type { WorldKind } from '../environment.ts';
import { Household } from '../household/household.ts';
import { gameFile } from './game.ts';
import { rooms } from './rooms.ts';
import { environment, household, layoutOf } from './task.ts';
import { vocabulary } from './vocabulary.ts';

/** How many tasks a split has when nobody says how many are wanted: it has no end of its own. */
const endless = 1000;

/** Our own household: rooms made by seed, played by the same interpreter as ALFWorld's. */
export const builtinWorld: WorldKind = {
  name: environment,
  description: 'Kitchens and bedrooms made by seed, with six kinds of tasks in compact words; needs no files.',
  open: ({ seed }) => ({
    name: environment,
    tasks: async (split, limit = endless) =>
      Array.from({ length: limit }, (_, index) => household({ seed, split, index }).task),
    language: { words: vocabulary, silent: [] },
    habits: async options => habitTrajectory(options),
    create: () => new Household(async task => gameFile(layoutOf(task.id))),
    expert: ({ oracle }) =>
      expertPolicy({
        rank: householdRank,
        prefers: 'first',
        voice: compactVoice,
        hidden: oracle ? task => hiddenIn(task) : undefined,
      }),
  }),
};

/** A task as a game file of TextWorld's: a name for it and its text. Throws a `HumanError` for a task of another world. */
export function exportGame(task: Task): { readonly name: string; readonly text: string } {
  return { name: `${task.id}.tw-pddl`, text: `${JSON.stringify(gameFile(layoutOf(task.id)), undefined, 1)}\n` };
}

/** The order of the opening, but first the places where such objects are kept. */
export const householdRank: Rank = (object, place) =>
  Object.values(rooms).some(({ places }) => places[object]?.includes(place.kind)) ? 0 : 1;

function hiddenIn(task: Task): HiddenFacts {
  const { receptacles, items } = layoutOf(task.id);
  return {
    contents: receptacles.map(({ name }, at) => [
      name,
      items.filter(({ place }) => place === at).map(item => item.name),
    ]),
  };
}
