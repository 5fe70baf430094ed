import type { Layout } from './layout.ts';
import { type families, stations } from './rooms.ts';
import { domain, grammar } from './rules.ts';

/** The content of a `game.tw-pddl` file. */
export interface GameFile {
  readonly pddl_domain: string;
  readonly grammar: string;
  readonly pddl_problem: string;
  readonly solvable: boolean;
  /** Commands that win, for someone who knows where things are. */
  readonly walkthrough: readonly string[];
}

/** The game that a layout describes. */
export function gameFile(layout: Layout): GameFile {
  return {
    pddl_domain: domain,
    grammar: grammar(instruction(layout)),
    pddl_problem: problem(layout),
    solvable: true,
    walkthrough: walkthrough(layout),
  };
}

const properties: Readonly<Record<string, readonly [word: string, predicate: string]>> = {
  clean: ['clean', 'isClean'],
  heat: ['hot', 'isHot'],
  cool: ['cool', 'isCool'],
};

/** The task in words, e.g. `put hot apple in cabinet`. */
export function instruction({ family, object, target }: Layout): string {
  if (family === 'examine') return `examine ${object} with ${target}`;
  const which = family === 'two' ? 'two ' : properties[family] ? `${properties[family][0]} ` : '';
  return `put ${which}${object} in ${target}`;
}

function goal({ family, object, target }: Layout): string {
  const wanted = (name: string) => `(objectType ${name} ${object}Type) (inReceptacle ${name} ?r)`;
  switch (family) {
    case 'examine':
      return `(exists (?a - agent ?l - location ?r - receptacle ?lamp - object ?o - object) (and
  (objectType ?lamp ${target}Type) (isToggled ?lamp) (inReceptacle ?lamp ?r) (receptacleAtLocation ?r ?l)
  (atLocation ?a ?l) (holds ?a ?o) (objectType ?o ${object}Type)))`;
    case 'two':
      return `(exists (?r - receptacle ?o - object ?p - object) (and
  (receptacleType ?r ${target}Type) ${wanted('?o')} ${wanted('?p')} (not (= ?o ?p))))`;
    default: {
      const property = properties[family] ? ` (${properties[family][1]} ?o)` : '';
      return `(exists (?r - receptacle ?o - object) (and
  (receptacleType ?r ${target}Type) ${wanted('?o')}${property}))`;
    }
  }
}

function id({ kind, number }: { readonly kind: string; readonly number: number }): string {
  return `${kind}_${number}`;
}

function problem(layout: Layout): string {
  const { receptacles, items } = layout;
  const kinds = (things: readonly { readonly kind: string }[]) =>
    [...new Set(things.map(thing => `${thing.kind}Type`))].join(' ');
  const stationTypes = ['cool', 'heat', 'clean'].map(family => ({
    kind: stations[family as (typeof families)[number]]!,
  }));
  const facts = [
    '(atLocation agent1 loc_0)',
    ...receptacles.flatMap((receptacle, at) => [
      `(receptacleAtLocation ${id(receptacle)} loc_${at + 1})`,
      `(receptacleType ${id(receptacle)} ${receptacle.kind}Type)`,
      ...(receptacle.openable ? [`(openable ${id(receptacle)})`] : []),
    ]),
    ...items.flatMap(item => [
      `(objectType ${id(item)} ${item.kind}Type)`,
      `(${item.kind === 'lamp' ? 'toggleable' : 'pickupable'} ${id(item)})`,
      `(inReceptacle ${id(item)} ${id(receptacles[item.place]!)})`,
    ]),
  ];
  return `(define (problem ${layout.family}-${layout.object}-${layout.target}-${layout.room})
(:domain household)
(:objects
 agent1 - agent
 loc_0 ${receptacles.map((_, at) => `loc_${at + 1}`).join(' ')} - location
 ${receptacles.map(id).join(' ')} - receptacle
 ${items.map(id).join(' ')} - object
 ${kinds([...receptacles, ...stationTypes])} - rtype
 ${kinds(items)} - otype)
(:init
 ${facts.join('\n ')})
(:goal ${goal(layout)}))
`;
}

/** The shortest way to fetch, treat and deliver what is asked, one object after the other. */
function walkthrough(layout: Layout): string[] {
  const { receptacles, items, family } = layout;
  const commands: string[] = [];
  const opened = new Set<string>();
  let here = '';
  const go = (name: string, open: boolean) => {
    if (here !== name) commands.push(`go to ${name}`);
    here = name;
    if (open && receptacles.find(receptacle => receptacle.name === name)!.openable && !opened.has(name)) {
      commands.push(`open ${name}`);
      opened.add(name);
    }
  };
  const first = (kind: string) => receptacles.find(receptacle => receptacle.kind === kind)!.name;
  for (const item of items.filter(({ kind }) => kind === layout.object).slice(0, family === 'two' ? 2 : 1)) {
    const from = receptacles[item.place]!.name;
    go(from, true);
    commands.push(`take ${item.name} from ${from}`);
    if (family === 'examine') {
      const lamp = items.find(({ kind }) => kind === layout.target)!;
      go(receptacles[lamp.place]!.name, true);
      commands.push(`use ${lamp.name}`);
      continue;
    }
    if (stations[family]) {
      const station = first(stations[family]);
      go(station, false);
      commands.push(`${family} ${item.name} with ${station}`);
    }
    const target = first(layout.target);
    go(target, true);
    commands.push(`put ${item.name} in/on ${target}`);
  }
  return commands;
}
