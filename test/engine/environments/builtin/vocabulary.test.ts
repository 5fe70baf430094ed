import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vocabulary } from '../../../../src/engine/environments/builtin/vocabulary.ts';
import { specials, Tokenizer } from '../../../../src/engine/learner/tokenizer.ts';
import { habitCorpus } from '../../../../src/engine/policies/expert/corpus.ts';
import { splits } from '../../../../src/engine/trajectory/trajectory.ts';
import { builtin, playTask } from './play.ts';

const tokenizer = new Tokenizer(vocabulary);

/** Checks that a text is made of known words and comes back whole; the number of its tokens. */
function tokensOf(text: string): number {
  const { tokens, unknown } = tokenizer.encode(text);
  assert.equal(unknown, 0, text);
  assert.equal(tokenizer.decode(tokens), text);
  return tokens.length;
}

test('the vocabulary stays below 80 words with the special tokens', () => {
  assert.ok(vocabulary.length + specials.length < 80);
});

test('an expert episode is about 125 tokens of known words', async () => {
  const world = builtin(4);
  let [episodes, steps, agent, all] = [0, 0, 0, 0];
  for (const split of splits)
    for (const task of await world.tasks(split, 120)) {
      const history = await playTask(world, world.expert!({ oracle: false }), task, 16);
      episodes++;
      steps += history.steps.length;
      all += tokensOf(history.opening);
      for (const { text, observation } of history.steps) {
        const said = tokensOf(text) + 1;
        agent += said;
        all += said + tokensOf(observation);
      }
    }
  const mean = (sum: number) => sum / episodes;
  assert.ok(mean(steps) > 7 && mean(steps) < 7.8, `${mean(steps)} steps`);
  assert.ok(mean(agent) > 72 && mean(agent) < 80, `${mean(agent)} agent tokens`);
  assert.ok(mean(all) > 118 && mean(all) < 136, `${mean(all)} tokens`);
});

test('the habit corpus is made of known words too', () => {
  for (const { opening, steps } of habitCorpus({ seed: 9, count: 600 })) {
    tokensOf(opening);
    for (const { text, observation } of steps) for (const said of [text, observation]) tokensOf(said);
  }
});

test('whatever is admissible can be said', async () => {
  const world = builtin(6);
  for (const task of await world.tasks('train', 60)) {
    const environment = world.create();
    const { admissible } = await environment.reset(task, 0);
    for (const action of admissible!) {
      tokensOf(action);
      const { observation, admissible: next } = await environment.step(action);
      tokensOf(observation);
      for (const other of next!) tokensOf(other);
    }
  }
});
