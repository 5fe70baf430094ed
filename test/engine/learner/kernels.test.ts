import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Arena } from '../../../src/engine/learner/arena.ts';
import { type Random, seeded } from '../../../src/engine/random.ts';

const arena = new Arena();
const { kernels } = arena;

function place(values: ArrayLike<number>): number {
  const address = arena.allocate(values.length);
  arena.floats(address, values.length).set(values);
  return address;
}

function numbers(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => 2 * random.uniform() - 1);
}

/** A·B in float64; with `transposed`, Aᵀ·B. */
function multiply(m: number, k: number, n: number, a: Float32Array, b: Float32Array, transposed: boolean): number[] {
  const [rows, inner] = transposed ? [k, m] : [m, k];
  return Array.from({ length: rows * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let at = 0; at < inner; at++) sum += a[transposed ? at * k + row : row * k + at]! * b[at * n + column]!;
    return sum;
  });
}

function close(found: Float32Array, expected: readonly number[], tolerance: number): void {
  for (const [index, value] of found.entries())
    assert.ok(Math.abs(value - expected[index]!) <= tolerance, `${index}: ${value} against ${expected[index]}`);
}

const sizes = fc.tuple(
  fc.integer({ min: 0, max: 13 }),
  fc.integer({ min: 0, max: 19 }),
  fc.integer({ min: 1, max: 5 }).map(blocks => 8 * blocks),
  fc.nat(),
);

test('a product of any size is the sum of its products', () => {
  fc.assert(
    fc.property(sizes, fc.boolean(), ([m, k, n, seed], add) =>
      arena.borrow(() => {
        const random = seeded(seed);
        const [a, b, c] = [numbers(random, m * k), numbers(random, k * n), numbers(random, m * n)];
        const [from, by, to] = [place(a), place(b), place(c)];
        kernels.product(m, k, n, from, k, by, n, to, n, add ? 1 : 0);
        const expected = multiply(m, k, n, a, b, false).map((value, index) => value + (add ? c[index]! : 0));
        close(arena.floats(to, m * n), expected, 1e-5);
      }),
    ),
  );
});

test('a sum of outer products of any size is added to its target', () => {
  fc.assert(
    fc.property(sizes, ([m, k, n, seed]) =>
      arena.borrow(() => {
        const random = seeded(seed);
        const [a, b, c] = [numbers(random, m * k), numbers(random, m * n), numbers(random, k * n)];
        const [from, by, to] = [place(a), place(b), place(c)];
        kernels.outerAdd(m, k, n, from, k, by, n, to, n);
        const expected = multiply(m, k, n, a, b, true).map((value, index) => value + c[index]!);
        close(arena.floats(to, k * n), expected, 1e-5);
      }),
    ),
  );
});

test('a row of a product has the same bits whatever rows stand beside it', () => {
  fc.assert(
    fc.property(sizes, ([m, k, n, seed]) =>
      arena.borrow(() => {
        const random = seeded(seed);
        const [a, b] = [place(numbers(random, m * k)), place(numbers(random, k * n))];
        const [together, alone] = [arena.allocate(m * n), arena.allocate(m * n)];
        kernels.product(m, k, n, a, k, b, n, together, n, 0);
        for (let row = 0; row < m; row++) kernels.product(1, k, n, a + 4 * row * k, k, b, n, alone + 4 * row * n, n, 0);
        assert.deepEqual(arena.integers(together, m * n), arena.integers(alone, m * n));
      }),
    ),
  );
});

test('attention over a cache, one position at a time, has the bits of attention over the sequence', () => {
  const [rows, head, columns] = [45, 8, 48];
  arena.borrow(() => {
    const random = seeded(4);
    const [queries, values] = [place(numbers(random, rows * head)), place(numbers(random, rows * head))];
    const keys = place(numbers(random, head * columns));
    const [together, alone] = [arena.allocate(rows * head), arena.allocate(rows * head)];
    const [scratch, statistics] = [arena.allocate(4 * columns), arena.allocate(2 * rows)];
    const attend = (count: number, first: number, out: number) => {
      const skip = 4 * first * head;
      const [query, target] = [queries + skip, out + skip];
      kernels.attend(
        count,
        first,
        head,
        query,
        head,
        keys,
        columns,
        values,
        head,
        target,
        head,
        0.35,
        0.1,
        scratch,
        statistics,
      );
    };
    attend(rows, 0, together);
    for (let row = 0; row < rows; row++) attend(1, row, alone);
    assert.deepEqual(arena.integers(together, rows * head), arena.integers(alone, rows * head));
  });
});

test('softmax and log-probability agree with float64 over wide logits', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0.01, max: 30, noNaN: true }), (seed, spread) =>
      arena.borrow(() => {
        const random = seeded(seed);
        const logits = numbers(random, 24).map(value => value * spread);
        const target = random.below(24);
        const [address, out, targets] = [place(logits), arena.allocate(1), arena.allocate(1)];
        arena.integers(targets, 1)[0] = target;
        kernels.targetLogProbabilities(1, 24, address, targets, out);
        const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
        close(
          arena.floats(address, 24),
          Array.from(logits, logit => Math.exp(logit - logSum)),
          1e-6,
        );
        close(arena.floats(out, 1), [logits[target]! - logSum], 1e-5);
      }),
    ),
  );
});

test('an arena grows, and a loan is given back', () => {
  const small = new Arena();
  const before = small.allocate(4);
  small.floats(before, 4).set([1, 2, 3, 4]);
  const lent = small.borrow(() => small.allocate(1_000_000));
  assert.ok(small.bytes >= 4_000_000);
  assert.equal(small.allocate(1), lent);
  assert.deepEqual([...small.floats(before, 4)], [1, 2, 3, 4]);
});
