import { type Belief, kindOf, type Place } from './belief.ts';
import type { Goal, Treatment } from './goal.ts';

/** Why an action is taken: what a thought says. */
export type Purpose =
  | { readonly aim: 'find'; readonly kind: string; readonly place?: string; readonly holding?: string | undefined }
  | { readonly aim: 'take'; readonly object: string; readonly place: string }
  | { readonly aim: 'treat'; readonly object: string; readonly treatment: Treatment; readonly place: string }
  | { readonly aim: 'deliver'; readonly object: string; readonly place: string }
  | { readonly aim: 'light'; readonly object: string; readonly lamp: string; readonly place: string }
  | { readonly aim: 'drop'; readonly object: string; readonly place: string };

export interface Move {
  readonly action: string;
  readonly purpose: Purpose;
}

/** How promising a place is for a kind of object; the lowest is searched first. */
export type Rank = (object: string, place: Place) => number;

/** How an agent chooses where several ways are as good. */
export interface Manner {
  readonly rank: Rank;
  /** Which of equally good objects and places it takes first, in the order in which it was told of them. */
  readonly prefers: 'first' | 'last';
}

/** The next move towards a goal, from what is believed. */
export function plan(goal: Goal, belief: Belief, manner: Manner): Move {
  const { holding } = belief;
  if (holding === undefined) return fetch(goal, belief, manner);
  if (kindOf(holding) !== goal.object) return drop(holding, belief);
  if (goal.family === 'examine') return light(holding, goal, belief, manner);
  const { treatment } = goal;
  if (treatment && !belief.is(treatment, holding)) {
    const place = station(treatment, belief);
    if (!place) return search(stations[treatment][0]!, goal, belief, manner);
    const purpose: Purpose = { aim: 'treat', object: holding, treatment, place: place.name };
    return {
      action: approach(place, belief, false) ?? `${treatment} ${holding} with ${place.name}`,
      purpose,
    };
  }
  const place = destination(goal, belief, manner);
  if (!place) return drop(holding, belief);
  const purpose: Purpose = { aim: 'deliver', object: holding, place: place.name };
  return { action: approach(place, belief, true) ?? delivery(holding, place, belief), purpose };
}

/** Looks for an object of the wanted kind that is not yet where it should be, and takes it. */
function fetch(goal: Goal, belief: Belief, manner: Manner): Move {
  const target = destination(goal, belief, manner);
  const ready = (object: string) => !goal.treatment || belief.is(goal.treatment, object);
  const delivered = (object: string, place: Place) =>
    ready(object) && (goal.count > 1 ? place === target : place.kind === goal.target);
  const effort = ({ object, place }: { object: string; place: Place }) =>
    (belief.here.has(place.name) ? 0 : 1) + (place.closed ? 1 : 0) + (ready(object) ? 0 : 2);
  const [best] = inOrder([...belief.known(goal.object)], manner)
    .filter(({ object, place }) => !delivered(object, place))
    .sort((a, b) => effort(a) - effort(b));
  if (!best) return search(goal.object, goal, belief, manner);
  const { object, place } = best;
  return {
    action: approach(place, belief, true) ?? `take ${object} from ${place.name}`,
    purpose: { aim: 'take', object, place: place.name },
  };
}

function light(holding: string, goal: Goal, belief: Belief, manner: Manner): Move {
  const lamps = inOrder([...belief.known(goal.target)], manner);
  const lamp = lamps.find(({ place }) => belief.here.has(place.name)) ?? lamps[0];
  if (!lamp) return search(goal.target, goal, belief, manner);
  const purpose: Purpose = { aim: 'light', object: holding, lamp: lamp.object, place: lamp.place.name };
  return { action: approach(lamp.place, belief, true) ?? `use ${lamp.object}`, purpose };
}

/**
 * The next place to look in: never seen before seen, then the promising kinds, then in the order preferred. When every
 * place was seen, the one seen longest ago, because things may have been moved.
 */
function search(kind: string, goal: Goal, belief: Belief, manner: Manner): Move {
  const done = (place: Place) =>
    goal.family === 'deliver' && goal.count === 1 && !goal.treatment && place.kind === goal.target;
  const { rank } = manner;
  const places = inOrder([...belief.places.values()], manner);
  const next = places.reduce((best, place) => {
    const order =
      best.seen - place.seen || Number(done(best)) - Number(done(place)) || rank(kind, best) - rank(kind, place);
    return order > 0 ? place : best;
  });
  return {
    action: approach(next, belief, true) ?? `examine ${next.name}`,
    purpose: { aim: 'find', kind, place: next.name, holding: belief.holding },
  };
}

/** Puts away what is of no use: where it came from, where the agent stands, or wherever it is taken. */
function drop(holding: string, belief: Belief): Move {
  const names = [belief.from ?? '', ...belief.here, ...belief.places.keys()];
  const name = names.find(name => belief.places.has(name) && !belief.refuses(name, holding)) ?? names.at(-1)!;
  const place = belief.places.get(name)!;
  return {
    action: approach(place, belief, true) ?? delivery(holding, place, belief),
    purpose: { aim: 'drop', object: holding, place: place.name },
  };
}

/** Things in the order in which they are preferred. */
function inOrder<T>(things: readonly T[], { prefers }: Manner): T[] {
  return prefers === 'first' ? [...things] : things.toReversed();
}

/** What it takes to get to a place, and into it if `inside`; undefined when the agent is there. */
function approach(place: Place, belief: Belief, inside: boolean): string | undefined {
  if (!belief.here.has(place.name)) return `go to ${place.name}`;
  return inside && place.closed ? `open ${place.name}` : undefined;
}

function delivery(object: string, place: Place, belief: Belief): string {
  return belief.delivery === 'put' ? `put ${object} in/on ${place.name}` : `move ${object} to ${place.name}`;
}

/** The receptacle to deliver to: of the wanted kind, the one with most of the wanted objects, then as preferred. */
function destination(goal: Goal, belief: Belief, manner: Manner): Place | undefined {
  const wanted = ({ contents }: Place) => [...(contents ?? [])].filter(object => kindOf(object) === goal.object).length;
  const places = inOrder([...belief.places.values()], manner).filter(({ kind }) => kind === goal.target);
  return goal.count > 1 ? places.sort((a, b) => wanted(b) - wanted(a))[0] : places[0];
}

/** Kinds of receptacles that treat an object, the proper one first. */
const stations: Readonly<Record<Treatment, readonly string[]>> = {
  clean: ['sinkbasin', 'sink', 'bathtubbasin'],
  heat: ['microwave'],
  cool: ['fridge'],
};

function station(treatment: Treatment, belief: Belief): Place | undefined {
  const places = [...belief.places.values()];
  return stations[treatment].map(kind => places.find(place => place.kind === kind)).find(place => place);
}
