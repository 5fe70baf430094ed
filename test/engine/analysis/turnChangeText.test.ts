import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnChangeText } from '../../../src/engine/analysis/turnChangeText.ts';

const change = {
  file: 'f',
  id: 'a',
  from: { name: 'iteration 1', identity: '1' },
  to: { name: 'iteration 2', identity: '2' },
  before: [-3.1, -0.2, -0.01],
  after: [-7.75, -0.1, -0.02],
  tokens: [8, 8, 8],
  actionBefore: [-3, -0.2, 0],
  actionAfter: [-7, -0.1, 0],
};

test('a turn is told with the policies and the direction', () => {
  assert.equal(turnChangeText(change, 0), 'log-probability −3.1 → −7.8 in iteration 2 since iteration 1 (less likely)');
  assert.match(turnChangeText(change, 1), /−0\.2 → −0\.1 .*\(more likely\)/);
  assert.match(turnChangeText(change, 2), /0\.0 → 0\.0 .*\(about as likely\)/);
});

test('names from a file stay on one short line and act on nothing', () => {
  const text = turnChangeText({ ...change, from: { name: `\u001b[31m\n${'x'.repeat(500)}`, identity: '1' } }, 0);
  assert.ok(text.length < 160 && !text.includes('\n') && !text.includes('\u001b'), text);
});
