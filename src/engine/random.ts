import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random choices: the only source of chance in the engine. */
export interface Random {
  /** The next number, uniform in [0, 1). */
  uniform(): number;
  /** The next whole number, uniform in [0, bound). */
  below(bound: number): number;
  /** One item, uniformly; throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new list with the same items in random order (Fisher–Yates). */
  shuffled<T>(items: readonly T[]): T[];
}

/** A stream that depends on `seed` alone. Neighbouring seeds give unrelated streams from the first draw on. */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(avalanche(seed + 0x9e3779b9));
  const below = (bound: number) => uniformInt(generator, 0, bound - 1);
  return {
    uniform: () => uniformFloat64(generator),
    below,
    pick(items) {
      if (items.length === 0) throw new RangeError('Cannot pick from an empty list.');
      return items[below(items.length)]!;
    },
    shuffled(items) {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last--) {
        const other = below(last + 1);
        [copy[last], copy[other]] = [copy[other]!, copy[last]!];
      }
      return copy;
    },
  };
}

/**
 * A 32-bit seed for one named purpose, e.g. `seedOf(runSeed, task.id, rollout, step)`: streams keyed so are
 * independent of the order in which work is done, hence of concurrency. FNV-1a with a final avalanche (murmur3).
 */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (const char of `${part}\u0000`) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  }
  return avalanche(hash);
}

/** Spreads every bit of a 32-bit number over all of them (murmur3's finaliser). */
function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
