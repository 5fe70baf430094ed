import { type Random, seeded, seedOf } from '../../random.ts';
import type { Split } from '../../trajectory/trajectory.ts';
import { type Combination, combinations } from './combination.ts';
import { families, type Room, rooms, stations } from './rooms.ts';

export interface Receptacle {
  readonly name: string;
  readonly kind: string;
  readonly number: number;
  readonly openable: boolean;
}

export interface Item {
  readonly name: string;
  readonly kind: string;
  readonly number: number;
  /** Index of the receptacle in which it lies at first. */
  readonly place: number;
}

/** A task in full: what is asked, and where everything is. */
export interface Layout extends Combination {
  /** As the opening lists them: by kind, then by number. */
  readonly receptacles: readonly Receptacle[];
  readonly items: readonly Item[];
}

/**
 * The layout of task `index` of a split. The family is `families[index mod 6]`. Layouts are told apart by their hash: one
 * in eight is kept from `train`, and `seen` uses those alone, so that it shares no task with `train` whatever the seeds.
 */
export function layout(task: { readonly seed: number; readonly split: Split; readonly index: number }): Layout {
  const random = seeded(seedOf('household', task.seed, task.split, task.index));
  const family = families[task.index % families.length]!;
  for (;;) {
    const drawn = draw(random.pick(combinations(family, task.split)), random);
    const kept = seedOf(JSON.stringify([drawn.receptacles, drawn.items])) % 8 === 0;
    if (task.split === 'train' ? !kept : kept || task.split !== 'seen') return drawn;
  }
}

function draw(combination: Combination, random: Random): Layout {
  const { object, target, family } = combination;
  const room = rooms[combination.room]!;
  const receptacles = furnish(combination, room, random);
  const items: { kind: string; number: number; place: number }[] = [];
  const add = (kind: string, count: number, banned?: string) => {
    const open = receptacles.flatMap(({ kind: at }, place) =>
      at !== banned && room.places[kind]?.includes(at) ? [place] : [],
    );
    for (let number = 1; number <= count && open.length > 0; number++)
      items.push({ kind, number, place: random.pick(open) });
  };
  add(object, (family === 'two' ? 2 : 1) + (random.uniform() < 0.3 ? 1 : 0), target);
  if (family === 'examine') add(target, 1);
  const others = Object.keys(room.places).filter(kind => kind !== object && kind !== target);
  for (const kind of random.shuffled(others).slice(0, 2 + random.below(3))) add(kind, 1);
  return { ...combination, receptacles, items: listed(items) };
}

/** 4 to 9 receptacles, among them all that the task needs. */
function furnish(combination: Combination, room: Room, random: Random): Receptacle[] {
  const counts = new Map(Object.entries(room.furniture).map(([kind, { least }]) => [kind, least]));
  const some = (kinds: readonly string[]) => {
    const known = kinds.filter(kind => counts.has(kind));
    if (known.length > 0 && !known.some(kind => counts.get(kind)! > 0)) counts.set(random.pick(known), 1);
  };
  const { family, object, target } = combination;
  some([target]);
  some(stations[family] ? [stations[family]] : []);
  some(room.places[object]!.filter(kind => kind !== target));
  some(family === 'examine' ? room.places[target]! : []);
  const total = () => [...counts.values()].reduce((sum, count) => sum + count);
  const wanted = 4 + random.below(6);
  while (total() < wanted) {
    const kind = random.pick([...counts.keys()].filter(kind => counts.get(kind)! < room.furniture[kind]!.most));
    counts.set(kind, counts.get(kind)! + 1);
  }
  return listed(
    [...counts].flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, at) => ({
        kind,
        number: at + 1,
        openable: room.furniture[kind]!.openable ?? false,
      })),
    ),
  );
}

/** Named, and in the order in which TextWorld lists things: by kind, then by number. */
function listed<T extends { readonly kind: string; readonly number: number }>(things: readonly T[]) {
  return things
    .map(thing => ({ name: `${thing.kind} ${thing.number}`, ...thing }))
    .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.number - b.number));
}
