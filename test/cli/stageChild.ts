/** A program with one stage, `work`, whose configuration's name says what happens to it. */
import { setTimeout } from 'node:timers/promises';
import { runProgram } from '../../src/cli/program.ts';
import { registerStage, type StageInput, type StageOutput } from '../../src/cli/stage.ts';
import type { LoopEvent } from '../../src/engine/iteration/loop.ts';
import type { Place } from '../../src/engine/iteration/place.ts';
import { HumanError } from '../../src/engine/problem.ts';

const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const stage = 'explore';

async function* work({ configuration, run, limit, job }: StageInput): AsyncGenerator<LoopEvent, StageOutput> {
  yield { place, stage, kind: 'stage-started', what: 'Working' };
  for (let done = 1; done <= 20; done++) yield { place, stage, kind: 'stage-progress', done, total: 20 };
  if (configuration.name === 'human') throw new HumanError('The disk is full.');
  if (configuration.name === 'data') throw new HumanError('Bad lines.', [{ file: 'f', line: 3, message: 'no' }]);
  if (configuration.name === 'bug') throw new TypeError('x is undefined');
  while (configuration.name === 'long') {
    job.signal.throwIfAborted();
    await setTimeout(5);
  }
  yield { place, stage, kind: 'stage-finished', summary: 'all done', reused: job.resumed };
  return { text: `limit ${limit}`, json: [{ run }] };
}

void runProgram('0.0.0', [
  program => registerStage(program, { name: 'work', summary: 'work', example: 'contrail work', work }),
]);
