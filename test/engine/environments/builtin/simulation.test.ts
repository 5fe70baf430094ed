import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gameFile } from '../../../../src/engine/environments/builtin/game.ts';
import { layout } from '../../../../src/engine/environments/builtin/layout.ts';
import { Simulation } from '../../../../src/engine/environments/builtin/simulation.ts';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import { seeded } from '../../../../src/engine/random.ts';
import { splits } from '../../../../src/engine/trajectory/trajectory.ts';

const nonsense = ['', 'go to', 'go to bed 9', 'take lamp 1 from desk 1', 'put mug 1 in desk 1', 'Look', 'use mug 1'];

test('the simulation answers as the game file does, step by step', () => {
  for (const split of splits)
    for (let index = 0; index < 60; index++) {
      const drawn = layout({ seed: 31, split, index });
      const play = compileGame(gameFile(drawn)).start();
      const simulation = new Simulation(drawn);
      const random = seeded(index);
      assert.equal(simulation.opening, play.observation);
      for (let step = 0; step < 30; step++) {
        assert.deepEqual(simulation.admissible().sort(), play.admissible);
        const near = play.admissible.filter(action => !action.startsWith('go to'));
        const action = random.pick([nonsense, near, near, play.admissible][random.below(4)]!);
        const answer = simulation.step(action);
        assert.deepEqual(answer, { ...play.step(action), success: play.won }, `${action} in task ${split} ${index}`);
      }
    }
});

test("a game's walkthrough wins with its last command", () => {
  for (let index = 0; index < 300; index++) {
    const drawn = layout({ seed: 8, split: 'train', index });
    const simulation = new Simulation(drawn);
    const answers = gameFile(drawn).walkthrough.map(command => simulation.step(command));
    assert.ok(answers.every(({ valid }) => valid));
    assert.deepEqual(
      answers.map(({ success }) => success),
      answers.map((_, at) => at === answers.length - 1),
    );
  }
});
