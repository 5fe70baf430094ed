import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTrajectory } from '../../../src/engine/trajectory/decode.ts';

const at = { file: 'f', line: 1 };
const table: readonly (readonly [document: unknown, message: RegExp])[] = [
  [{ format: 'contrail-pair-1', chosen: {}, rejected: {} }, /like a preference pair, not a trajectory \(ATIF\)\.$/],
  [{ format: 'contrail-journal-1' }, /beginning of a step journal/],
  [{ episode: 'a#0', at: '2026-01-01', step: {} }, /a line of a step journal/],
  [{ messages: [{ role: 'user', content: 'x' }] }, /a chat of messages/],
  [{ id: '1', conversations: [{ from: 'human', value: 'x' }] }, /ShareGPT/],
  [{ meta: { reward: 1 }, conversations: [] }, /ETO's own code/],
  [{ prompt: 'a', chosen: 'b', rejected: 'c' }, /preference pair of another tool/],
  [{ history: [], info: {} }, /SWE-agent/],
  [{ a: 1 }, /^Expected a text, but it is missing\.$/],
  [{ schema_version: 'v7', messages: [] }, /^Expected "ATIF-v1/],
  [[], /^Expected an object/],
];

for (const [document, message] of table)
  test(`what ${JSON.stringify(document)} looks like`, () => {
    const read = decodeTrajectory(document, at);
    assert.ok('problem' in read);
    assert.match(read.problem.message, message);
  });
