import { kindOf } from './belief.ts';
import type { Goal } from './goal.ts';
import type { Purpose } from './plan.ts';

/** Puts a purpose into words: the thought of a ReAct turn. */
export type Voice = (purpose: Purpose, goal: Goal) => string;

/** The wording of our own worlds: nothing but words of their vocabulary. */
export const compactVoice: Voice = (purpose, goal) => {
  switch (purpose.aim) {
    case 'find':
      return `find ${purpose.kind}`;
    case 'take':
      return `found ${purpose.object}`;
    case 'treat':
      return `${purpose.treatment} ${purpose.object}`;
    case 'deliver':
      return `put ${purpose.object} in ${goal.target}`;
    case 'light':
      return `examine ${purpose.object} with ${purpose.lamp}`;
    case 'drop':
      return `put ${purpose.object}`;
  }
};

/**
 * Plain sentences, for ALFWorld and whoever learns from it. Each begins with what the agent has or needs, so that what
 * follows, whether it is here and what comes next, can be said by looking back for that very word.
 */
export const plainVoice: Voice = (purpose, goal) => {
  switch (purpose.aim) {
    case 'find': {
      const held = purpose.holding === undefined ? '' : `I have ${purpose.holding}. `;
      const next = purpose.place === undefined ? '' : ` I will look at the ${purpose.place}.`;
      return `${held}I need a ${purpose.kind}.${next}`;
    }
    case 'take':
      if (kindOf(purpose.object) !== goal.object) return `I will take ${purpose.object} from the ${purpose.place}.`;
      return `I need a ${goal.object}. There is ${purpose.object} at the ${purpose.place}. I will take it.`;
    case 'treat':
      return `I have ${purpose.object}. Now I ${purpose.treatment} it with the ${purpose.place}.`;
    case 'deliver':
      return `I have ${purpose.object}${goal.treatment ? ', and it is ready' : ''}. Now I put it in or on the ${purpose.place}.`;
    case 'light':
      return `I have ${purpose.object}. Now I look at it under the ${purpose.lamp}, which is at the ${purpose.place}.`;
    case 'drop':
      return `I do not need ${purpose.object}. I will put it away in or on the ${purpose.place}.`;
  }
};
