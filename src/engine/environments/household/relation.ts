/**
 * The facts of one predicate, indexed by argument. A fact is its key: the numbers of its objects read as one number in
 * base `radix`. Objects are numbered in the order of their ids, so that keys sort as TextWorld sorts facts.
 */
export class Relation {
  readonly arity: number;
  readonly #radix: number;
  /** `#weights[i]` is what argument i is multiplied by in a key. */
  readonly #weights: readonly number[];
  readonly #keys: Set<number>;
  /** Keys by argument and object; each index is built when first asked for. */
  readonly #indexes: (Map<number, number[]> | undefined)[];

  constructor(arity: number, radix: number, keys: Iterable<number> = []) {
    this.arity = arity;
    this.#radix = radix;
    this.#weights = Array.from({ length: arity }, (_, position) => radix ** (arity - 1 - position));
    this.#keys = new Set(keys);
    this.#indexes = [];
  }

  get size(): number {
    return this.#keys.size;
  }

  keys(): ReadonlySet<number> {
    return this.#keys;
  }

  has(key: number): boolean {
    return this.#keys.has(key);
  }

  /** The number of the object at one position of a key. */
  argument(key: number, position: number): number {
    return Math.floor(key / this.#weights[position]!) % this.#radix;
  }

  /** Every key with `object` at `position`, in no particular order. */
  at(position: number, object: number): readonly number[] {
    return this.#index(position).get(object) ?? none;
  }

  /** How many different objects stand at `position`. */
  distinct(position: number): number {
    return this.#index(position).size;
  }

  add(key: number): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    for (let position = 0; position < this.#indexes.length; position++) {
      const index = this.#indexes[position];
      if (index) file(index, this.argument(key, position), key);
    }
  }

  delete(key: number): void {
    if (!this.#keys.delete(key)) return;
    for (let position = 0; position < this.#indexes.length; position++) {
      const list = this.#indexes[position]?.get(this.argument(key, position));
      list?.splice(list.indexOf(key), 1);
    }
  }

  copy(): Relation {
    return new Relation(this.arity, this.#radix, this.#keys);
  }

  #index(position: number): Map<number, number[]> {
    let index = this.#indexes[position];
    if (!index) {
      index = new Map();
      for (const key of this.#keys) file(index, this.argument(key, position), key);
      this.#indexes[position] = index;
    }
    return index;
  }
}

const none: readonly number[] = [];

function file(index: Map<number, number[]>, object: number, key: number): void {
  const list = index.get(object);
  if (list) list.push(key);
  else index.set(object, [key]);
}
