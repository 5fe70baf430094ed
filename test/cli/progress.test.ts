import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { openProgress } from '../../src/cli/progress.ts';
import type { Place } from '../../src/engine/iteration/place.ts';

const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const stage = 'explore';

/** What is written to a stream while three steps of a stage are shown. */
function shown(isTTY: boolean): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const terminal = Object.assign(stream, { isTTY, columns: 100 }) as unknown as NodeJS.WriteStream;
  const progress = openProgress(terminal);
  progress.show({ place, stage, kind: 'stage-started', what: 'Exploring' });
  for (let done = 1; done <= 3; done++) progress.show({ place, stage, kind: 'stage-progress', done, total: 3 });
  progress.show({ place, stage, kind: 'stage-finished', summary: '3 episodes', reused: false });
  progress.close();
  return text;
}

test('a terminal gets a bar that makes room for the lines', () => {
  const text = shown(true);
  assert.match(text, /█+.* 3\/3, .* left {2}seed 1, iteration 1, explore/);
  assert.match(text, /seed 1, iteration 1: 3 episodes\n$/);
});

test('anything else gets lines alone', () => {
  assert.equal(shown(false), 'seed 1, iteration 1: Exploring\nseed 1, iteration 1: 3 episodes\n');
});
