import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import type { Configuration } from '../../../src/engine/configuration/schema.ts';
import { problemText } from '../../../src/engine/problem.ts';

function valid(text: string): Configuration {
  const parsed = parseConfiguration(text, 'contrail.json');
  assert.ok('configuration' in parsed, 'problems' in parsed ? parsed.problems.map(problemText).join('\n') : '');
  return parsed.configuration;
}

function problems(text: string): string[] {
  const parsed = parseConfiguration(text, 'contrail.json');
  return 'problems' in parsed ? parsed.problems.map(problemText) : [];
}

const full = `\uFEFF// An experiment.\r
{\r
  "$schema": "./contrail.schema.json",\r
  "name": "night-1",\r
  "environment": { "name": "alfworld", "root": "../games", "tasks": { "train": 60, "demonstrations": 10 }, "seed": 3 },\r
  "policy": { "kind": "openai", "baseURL": "http://127.0.0.1:8000/v1", "model": "m", "timeout": 2.5, "stop": [] },\r
  "explore": { "rollouts": 2, "temperature": 0.7, "concurrency": 64, "maxSteps": 40, "maxInvalid": 0, "threads": 2 },\r
  "pairs": { "preset": "eto-code", "margin": 0.25, /* one is enough */ "quotaPerTask": 1 },\r
  "train": { "beta": 0, "cloning": { "epochs": 3 } },\r
  "iterations": 1, "baselines": [], "evaluate": { "splits": ["val"], "gate": false }, "seeds": [4, 5],\r
}\r
`;

test('the empty configuration is the recipe of the built-in model', () => {
  const { policy, explore, train, iterations, environment } = valid('{}');
  assert.deepEqual(policy, { kind: 'builtin' });
  assert.equal(environment.tasks.demonstrations, 25);
  assert.equal(explore.rollouts, 5);
  assert.deepEqual(explore.temperature, [0, 0.5, 1]);
  assert.deepEqual(
    [train.beta, train.nllWeight, train.learningRate, train.epochs, train.batch],
    [0.3, 20, 8e-4, 4, 16],
  );
  assert.deepEqual([train.cloning.epochs, train.cloning.batch, train.cloning.learningRate], [40, 8, 1e-3]);
  assert.equal(iterations, 2);
});

test('comments, trailing commas, CRLF and a byte-order mark are read; what is given wins over defaults', () => {
  const configuration = valid(full);
  assert.equal(configuration.name, 'night-1');
  assert.deepEqual(configuration.environment.tasks, {
    train: 60,
    val: 200,
    seen: 500,
    unseen: 500,
    demonstrations: 10,
  });
  assert.ok(configuration.policy.kind === 'openai');
  assert.deepEqual(
    [configuration.policy.timeout, configuration.policy.stop, configuration.policy.oneShot],
    [2.5, [], false],
  );
  assert.deepEqual(configuration.train.cloning, { ...valid('{}').train.cloning, epochs: 3 });
  assert.ok(!('$schema' in configuration));
});

test('defaults of one configuration are not shared with the next', () => {
  (valid('{}').seeds as number[]).push(9);
  assert.deepEqual(valid('{}').seeds, [1]);
});

test('every problem is reported at once, with its line, column, field and what would be right', () => {
  const text = `\uFEFF{\r\n  // mistakes\r\n  "explore": { "rolouts": 5, "temperature": "hot" },\r\n  "policy": { "kind": "opnai" },\r\n  "seeds": [1, -1, 1.5], "iterations": null,\r\n}`;
  assert.deepEqual(problems(text), [
    'contrail.json:3:16: explore.rolouts: Unknown key. Did you mean "rollouts"?',
    'contrail.json:3:45: explore.temperature: Expected a number ≥ 0 or a list, each item a number ≥ 0, found "hot".',
    'contrail.json:4:23: policy.kind: Expected one of "builtin", "openai", "expert", "random", "replay", found "opnai". Did you mean "openai"?',
    'contrail.json:5:16: seeds[1]: Expected a whole number ≥ 0, found -1.',
    'contrail.json:5:20: seeds[2]: Expected a whole number ≥ 0, found 1.5.',
    'contrail.json:5:40: iterations: Expected a whole number ≥ 0, found null.',
  ]);
});

const mistakes: Record<string, readonly [text: string, ...expected: string[]]> = {
  'nothing at all': [' \n', '1:1: The file is empty; {} takes every default.'],
  'a list': [
    '[]',
    '1:1: Expected an object { name, environment, policy, explore, pairs, train, iterations, baselines, evaluate, seeds }, found a list.',
  ],
  'a key without a near name': [
    '{"policy": {"kind": "random", "zzz": 1}}',
    '1:31: policy.zzz: Unknown key. Known here: kind.',
  ],
  'a missing key': [
    '{"policy": {"kind": "replay"}}',
    '1:12: policy.file: The key is missing; it is a non-empty text. Trajectory file whose actions are taken again.',
  ],
  'a missing kind': [
    '{"policy": {}}',
    '1:12: policy.kind: The key is missing; it is one of "builtin", "openai", "expert", "random", "replay".',
  ],
  'a policy by name': [
    '{"policy": "expert"}',
    '1:12: policy: Expected an object whose "kind" is one of "builtin", "openai", "expert", "random", "replay", found "expert".',
  ],
  'a key of another kind': [
    '{"policy": {"kind": "expert", "file": "x"}}',
    '1:31: policy.file: Unknown key. Known here: kind, oracle.',
  ],
  'a key twice': [
    '{"iterations": 1,\n"iterations": 2}',
    '2:1: iterations: This key stands here twice; remove one of them.',
  ],
  'a seed twice': ['{"seeds": [1, 1]}', '1:11: seeds: A value stands here twice.'],
  'a list that must not be empty': ['{"seeds": []}', '1:11: seeds: The list is empty; give at least one value.'],
  'a number beyond all bounds': [
    '{"train": {"beta": 1e999}}',
    '1:20: train.beta: Expected a number ≥ 0, found Infinity.',
  ],
  'a missing comma': ['{"iterations": 1\n"seeds": [1]}', '2:1: Not valid JSON here: comma expected.'],
  'keys of every object': [
    '{"__proto__": 1, "toString": 2}',
    '1:2: __proto__: Unknown key. Known here: name, environment, policy, explore, pairs, train, iterations, baselines, evaluate, seeds.',
    '1:18: toString: Unknown key. Known here: name, environment, policy, explore, pairs, train, iterations, baselines, evaluate, seeds.',
  ],
  'a bottomless pit': ['['.repeat(200_000), '1:1: Brackets are nested too deeply to be a configuration.'],
};

for (const [name, [text, ...expected]] of Object.entries(mistakes)) {
  test(`told where and what: ${name}`, () => {
    assert.deepEqual(
      problems(text),
      expected.map(line => `contrail.json:${line}`),
    );
  });
}

test('no mutation of a valid file throws, and each gives either a configuration or problems inside the file', () => {
  const edit = fc.record({
    at: fc.nat(full.length),
    remove: fc.nat(12),
    insert: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '/*', '\\u', '\r', '1e9', 'null', '-'),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
      const text = edits.reduce(
        (now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove),
        full,
      );
      const parsed = parseConfiguration(text, 'f');
      if ('configuration' in parsed) return;
      const lines = text.split(/\r\n|\n|\r/).length;
      assert.ok(parsed.problems.length > 0);
      for (const { line, column, message } of parsed.problems) {
        assert.ok(line >= 1 && line <= lines && column! >= 1 && message.length > 0);
      }
    }),
    { numRuns: 1000 },
  );
});

test('any text at all is read without throwing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => void parseConfiguration(text, 'f')));
});
