import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import { type JobEnding, jobEnding } from '../../src/node/jobEnding.ts';
import type { JobView } from '../../src/node/jobFollower.ts';
import type { JobProgress } from '../../src/node/jobProgress.ts';
import { agoText, doneFraction, durationText, stateText } from '../../src/node/jobText.ts';

const now = Date.parse('2026-01-02T12:00:00Z');
const parsed = parseConfiguration('{ "baselines": [], "iterations": 1 }', '');
const configuration = 'configuration' in parsed ? parsed.configuration : assert.fail();

const progress: JobProgress = {
  place: { seed: 1, arm: 'eto', iteration: 1 },
  stage: 'explore',
  done: 250,
  total: 1000,
  isStopping: false,
  reports: [
    { time: now - 10_000, done: 150 },
    { time: now, done: 250 },
  ],
};

function view(status: JobView['state']['status'], command = 'contrail iterate', message?: string): JobView {
  const job = { format: 'contrail-job-1', command, created: '', configuration, hash: '' } as const;
  const time = '2026-01-02T09:00:00Z';
  const isEnded = status !== 'running' && status !== 'gone';
  const exit = { format: 'contrail-exit-1', time, status, code: 0, ...(message && { message }) } as const;
  return { state: { status, job, ...(isEnded && { exit: exit as NonNullable<JobView['state']['exit']> }) }, progress };
}

test('says times as people do', () => {
  const cases: [number, string][] = [
    [0.2, '1s'],
    [59.4, '59s'],
    [59.6, '1m'],
    [3_570, '1h'],
    [7_800, '2h 10m'],
    [200_000, '2d'],
  ];
  for (const [seconds, text] of cases) assert.equal(durationText(seconds), text);
  assert.equal(agoText(now - 59_000, now), 'just now');
  assert.equal(agoText(now - 60_000, now), '1 minute ago');
  assert.equal(agoText(now - 3 * 3_600_000, now), '3 hours ago');
  assert.equal(agoText(now - 72 * 3_600_000, now), '3 days ago');
});

test('says how a job stands in one line', () => {
  assert.equal(stateText(view('running'), now), 'running · seed 1, iteration 1 · explore 250/1000 · 1m left');
  assert.equal(stateText(view('stopped'), now), 'stopped 3 hours ago at seed 1, iteration 1, explore 250/1000');
  assert.equal(stateText(view('finished'), now), 'finished 3 hours ago');
  assert.equal(stateText(view('failed', '', 'The disk is full.'), now), 'failed 3 hours ago: The disk is full.');
  assert.equal(stateText(view('gone'), now), 'its process is gone, last seen at seed 1, iteration 1, explore 250/1000');
});

test('says how a job ended, and whether it can be gone on with', () => {
  const ending = (state: JobView, outcome?: string): JobEnding => jobEnding('demo', state, outcome, now);
  assert.deepEqual(ending(view('finished'), 'ETO, iteration 1: success 93.5 %'), {
    severity: 'information',
    message: 'demo finished 3 hours ago: ETO, iteration 1: success 93.5 %.',
    canResume: false,
  });
  assert.deepEqual(ending(view('stopped')), {
    severity: 'information',
    message: 'demo stopped 3 hours ago at seed 1, iteration 1, explore 250/1000; it goes on from there.',
    canResume: true,
  });
  assert.equal(ending(view('failed', '', 'The disk is full.')).message, 'demo failed 3 hours ago: The disk is full.');
  assert.match(
    ending(view('gone')).message,
    /^The process of demo is gone, last seen at seed 1, iteration 1, explore 250\/1000: /,
  );
});

test('knows the part that is done, of the loop or of the one stage', () => {
  // demonstrate, train, evaluate, then a quarter of the fourth of seven stages.
  assert.equal(doneFraction(view('running')), 3.25 / 7);
  assert.equal(doneFraction(view('running', 'contrail explore c.json')), 0.25);
  assert.equal(doneFraction({ state: view('running').state }), undefined);
});
