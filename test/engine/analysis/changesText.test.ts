import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangesReport } from '../../../src/engine/analysis/changesReport.ts';
import { changesText } from '../../../src/engine/analysis/changesText.ts';
import { failureChanges } from '../../../src/engine/analysis/failureChange.ts';
import { episode, step } from '../episodes.ts';

const failed = (id: string) =>
  episode({ id: `${id}#0`, task: { id, split: 'val', instruction: 'find \u001b[2Jit' }, steps: [step('!x', 'No.')] });
const solved = (id: string) => episode({ id: `${id}#0`, task: { id, split: 'val' }, reward: 1 });

const report: ChangesReport = {
  title: 'cloning → iteration 1',
  before: { name: 'cloning', identity: 'a'.repeat(64) },
  after: { name: 'iteration \u202e1', identity: 'b'.repeat(64) },
  failures: {
    files: ['before', 'after'],
    ...failureChanges([failed('t1'), failed('t2'), solved('t3')], [solved('t1'), failed('t2'), solved('t3')]),
  },
  turns: {
    files: ['explore'],
    episodes: 1,
    turns: 3,
    groups: [
      {
        pattern: 'go to <place>',
        circumstance: 'repeats',
        turns: 2,
        before: -1,
        after: -4,
        change: -3,
        tokenChange: -0.4,
        lessLikely: 1,
      },
      {
        pattern: 'look',
        circumstance: 'again',
        turns: 1,
        before: -3,
        after: -1,
        change: 2,
        tokenChange: 1,
        lessLikely: 0,
      },
    ],
    less: [
      {
        pattern: 'go',
        circumstance: 'repeats',
        file: 'explore',
        episode: 'e\u0007#0',
        step: 3,
        action: 'go\n\u001b[31mhome',
        before: -1,
        after: -4,
      },
    ],
    more: [],
  },
  pairs: {
    files: ['pairs'],
    beta: 0.3,
    totals: { pairs: 1, margin: -0.5, accuracy: 0, parts: [{ part: 'before', chosen: 0, rejected: 0, margin: 0 }] },
    changes: [{ id: 'p', chosen: [0], rejected: [0.5], margins: [-0.5], margin: -0.5, divergence: 0 }],
  },
  notes: ['A note.'],
  open: ['contrail show x'],
};

test('a report says what failed, which turns changed, and what to open', () => {
  const text = changesText(report);
  assert.match(text, /other invalid action +2 +1 +1 +0 +█+ → █+/);
  assert.match(text, /Solved 33\.3 % → 66\.7 %: \+33\.3 \[.*\] \(1 fixed, 0 newly failed; 3 tasks\)/);
  assert.match(text, /go to <place> \(repeats itself\) +2 +−1\.00 +−4\.00 +−3\.00 +−0\.40/);
  assert.match(text, /look \(again, new answer\) +1 +−3\.00 +−1\.00 +\+2\.00 +\+1\.00/);
  assert.match(text, /step 4: go .*home \(repeats itself\)/);
  assert.match(text, /Least margins: p −0\.50/);
  assert.match(text, /Note: A note\.\n\nTo see more:\n {2}contrail show x$/);
});

test('nothing of a recording acts on the terminal, and no line is longer than it should be', () => {
  const text = changesText(report);
  assert.ok(![...text].some(character => ['\u001b', '\u0007', '\u202e'].includes(character)));
  assert.ok(Math.max(...text.split('\n').map(line => line.length)) < 140);
});

test('a report of failures alone, of nothing shared, and of one direction alone', () => {
  const { title, notes, open } = report;
  const nothing = failureChanges([solved('t1')], [solved('t2')]);
  assert.match(
    changesText({ title, notes: [], open: [], failures: { files: ['a', 'b'], ...nothing } }),
    /no task in common/,
  );
  const turns = { ...report.turns!, groups: report.turns!.groups.slice(0, 1) };
  assert.match(changesText({ title, notes, open, turns }), /more likely now: none/);
});
