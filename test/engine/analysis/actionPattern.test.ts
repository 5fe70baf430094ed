import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionPattern, placesIn } from '../../../src/engine/analysis/actionPattern.ts';

const places = placesIn('You see desk 1 drawer 12\nYour task is to: put two mug in desk');

test('names and numbers are left open, verbs and what links stay', () => {
  const patterns = {
    'go to desk 1': 'go to <place>',
    'go to desk 2': 'go to <thing>',
    'take mug 1 from drawer 12': 'take <thing> from <place>',
    'put mug 3 in/on desk 1': 'put <thing> in/on <place>',
    'pick up green box': 'pick up <thing>',
    look: 'look',
    'search[red shoes size 9]': 'search[…]',
    'Click[Buy Now]': 'click[…]',
    '': 'no action',
  };
  for (const [action, pattern] of Object.entries(patterns))
    assert.equal(actionPattern(action, places), pattern, action);
});

test('whatever was written, a pattern is one short line without anything that acts', () => {
  const hostile = [`\u001b[31m${'x'.repeat(500)}`, 'a\nb', `go ${'to x '.repeat(200)}`, '\u202elook'];
  for (const action of hostile) {
    const pattern = actionPattern(action, places);
    assert.ok(pattern.length < 80, pattern);
    assert.ok(pattern !== '' && !['\n', '\u001b', '\u202e'].some(mark => pattern.includes(mark)), pattern);
  }
});
