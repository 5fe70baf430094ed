/** What is asked of an agent. Draws go through the families in this order, so that every split has equal shares. */
export const families = ['place', 'examine', 'clean', 'heat', 'cool', 'two'] as const;

export type Family = (typeof families)[number];

/** Receptacles of one kind in a room: at least `least` of them, at most `most`. */
interface Furniture {
  readonly least: number;
  readonly most: number;
  /** It has a door or a lid, closed at first. */
  readonly openable?: true;
}

/** A kind of room: its furniture, what is found in it and where, and what may be asked there of what. */
export interface Room {
  readonly furniture: Readonly<Record<string, Furniture>>;
  /** For each kind of object, the kinds of receptacles in which it may lie at first. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  readonly tasks: Readonly<
    Partial<Record<Family, { readonly objects: readonly string[]; readonly targets: readonly string[] }>>
  >;
}

const food = ['apple', 'egg', 'potato', 'tomato'];
const dishes = ['bowl', 'mug', 'plate'];
const kitchenTargets = ['cabinet', 'counter', 'drawer', 'fridge', 'table'];
const belongings = ['book', 'cd', 'mug', 'pen', 'phone', 'watch'];
const bedroomTargets = ['bed', 'desk', 'drawer', 'dresser', 'safe', 'shelf'];

export const rooms: Readonly<Record<string, Room>> = {
  kitchen: {
    furniture: {
      cabinet: { least: 1, most: 2, openable: true },
      counter: { least: 1, most: 2 },
      drawer: { least: 0, most: 2, openable: true },
      fridge: { least: 1, most: 1, openable: true },
      microwave: { least: 0, most: 1, openable: true },
      sink: { least: 0, most: 1 },
      table: { least: 0, most: 1 },
    },
    places: {
      apple: ['counter', 'fridge', 'table'],
      bowl: ['cabinet', 'table'],
      egg: ['counter', 'fridge'],
      knife: ['counter', 'drawer'],
      mug: ['cabinet', 'counter'],
      plate: ['cabinet', 'table'],
      potato: ['counter', 'sink'],
      tomato: ['fridge', 'table'],
    },
    tasks: {
      place: { objects: [...food, ...dishes, 'knife'], targets: kitchenTargets },
      clean: { objects: ['apple', 'knife', 'potato', 'tomato', ...dishes], targets: kitchenTargets },
      heat: { objects: [...food, 'mug', 'plate'], targets: ['cabinet', 'counter', 'fridge', 'table'] },
      cool: { objects: [...food, ...dishes], targets: ['cabinet', 'counter', 'microwave', 'table'] },
      two: { objects: [...food, ...dishes, 'knife'], targets: kitchenTargets },
    },
  },
  bedroom: {
    furniture: {
      bed: { least: 1, most: 1 },
      desk: { least: 1, most: 2 },
      drawer: { least: 1, most: 2, openable: true },
      dresser: { least: 0, most: 1 },
      safe: { least: 0, most: 1, openable: true },
      shelf: { least: 0, most: 2 },
    },
    places: {
      book: ['bed', 'shelf'],
      cd: ['desk', 'drawer'],
      lamp: ['desk', 'dresser'],
      mug: ['desk', 'shelf'],
      pen: ['desk', 'drawer'],
      phone: ['bed', 'dresser'],
      watch: ['dresser', 'safe'],
    },
    tasks: {
      place: { objects: belongings, targets: bedroomTargets },
      examine: { objects: belongings, targets: ['lamp'] },
      two: { objects: belongings, targets: bedroomTargets },
    },
  },
};

/** Where an object is treated, for the families that ask for it. */
export const stations: Readonly<Partial<Record<Family, string>>> = { clean: 'sink', heat: 'microwave', cool: 'fridge' };
