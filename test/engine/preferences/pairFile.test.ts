import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PreferencePair } from '../../../src/engine/preferences/pair.ts';
import { decodePair, encodePair, readPairs } from '../../../src/engine/preferences/pairFile.ts';
import { pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import { group } from './propose.ts';

const proposal = pairStrategy({ preset: 'eto-paper' }).propose(group('expert 1 go take put | a 0.25 go wait'))[0]!;
assert.ok('pair' in proposal);
const { pair } = proposal;
const place = { file: 'x.pairs.jsonl', line: 3 };

test('a pair is one short line with its keys in order, and comes back as it was', () => {
  const line = encodePair(pair);
  assert.match(
    line,
    /^\{"format":"contrail-pair-1","id":"[0-9a-f]{16}","task":\{"environment":"household","split":"train"/,
  );
  assert.ok(!line.includes('\n') && line.length < 500);
  assert.deepEqual(decodePair(JSON.parse(line), place), { value: pair });
  const { id, format, ...rest } = pair;
  assert.equal(encodePair({ ...rest, id, format }), line);
});

const broken: [field: string, value: unknown, message: RegExp][] = [
  ['format', 'contrail-pair-9', /"contrail-pair-1"/],
  ['id', undefined, /missing/],
  ['task.split', 'test', /"train", "val", "seen", "unseen"/],
  ['chosen.to', 0, /more than chosen.from \(0\)/],
  ['rejected.from', 1, /chosen.from \(0\)/],
  ['rejected', 'a', /an object/],
  ['rejected.reward', 1, /less than chosen.reward \(1\)/],
  ['margin', 0.5, /difference of the rewards \(0.75\)/],
  ['divergence', 7, /both sides/],
  ['strategy', 3, /a text/],
];
for (const [field, value, message] of broken) {
  test(`a wrong ${field} is named`, () => {
    const [key, inner] = field.split('.') as [keyof PreferencePair, string?];
    const read = decodePair({ ...pair, [key]: inner ? { ...(pair[key] as object), [inner]: value } : value }, place);
    assert.ok('problem' in read);
    assert.deepEqual([read.problem.file, read.problem.line, read.problem.field], ['x.pairs.jsonl', 3, field]);
    assert.match(read.problem.message, message);
  });
}

test('good lines beside bad ones count', async () => {
  const text = `${encodePair(pair)}\n{"format":\n\n${encodePair(pair)}\r\n[]`;
  async function* source() {
    yield new TextEncoder().encode(text);
  }
  const read = [];
  for await (const entry of readPairs({ source: source(), file: 'x' })) read.push(entry);
  assert.deepEqual(
    read.map(entry => ('value' in entry ? [entry.line, entry.value.id] : [entry.line, entry.problem.line])),
    [
      [1, pair.id],
      [2, 2],
      [4, pair.id],
      [5, 5],
    ],
  );
});

test('whatever JSON a line holds, decoding yields a pair or a problem', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(pair)), (value, key) => {
      for (const line of [value, { ...pair, [key]: value }, { ...pair, chosen: { ...pair.chosen, [key]: value } }]) {
        const read = decodePair(JSON.parse(JSON.stringify(line)), place);
        assert.ok('value' in read || read.problem.message.length > 0);
      }
    }),
  );
});
