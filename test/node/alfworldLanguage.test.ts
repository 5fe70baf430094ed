import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openAlfworld } from '../../src/engine/environments/alfworld.ts';
import { sequenceOf } from '../../src/engine/learner/sequence.ts';
import { Tokenizer } from '../../src/engine/learner/tokenizer.ts';
import type { History } from '../../src/engine/trajectory/trajectory.ts';
import { worldPorts } from '../../src/node/worldPorts.ts';
import { playTask } from '../engine/environments/builtin/play.ts';

const games = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'alfworld', 'games');
const skip = existsSync(games) ? false : `there are no games at ${games}`;
const world = openAlfworld({ root: games, seed: 0 }, worldPorts);
const { words, silent } = world.language!;
const tokenizer = new Tokenizer(words, silent);

test("ALFWorld's vocabulary takes a model of less than 300 tokens, and knows kinds that no game here has", () => {
  assert.ok(tokenizer.size <= 304, `${tokenizer.size}`);
  for (const kind of ['potatosliced', 'tennisracket', 'paintinghanger', 'laundryhamperlid'])
    assert.equal(tokenizer.encode(kind).unknown, 0);
});

test("the expert's episodes hold no unknown word, and their turns are read as they were written", {
  skip,
}, async () => {
  const tasks = (await world.tasks('train')).filter((_, index) => index % 3 === 0);
  let tokens = 0;
  for (const task of tasks) {
    const episode = await playTask(world, world.expert!({ oracle: false }), task, 120);
    const sequence = sequenceOf(episode, tokenizer);
    assert.equal(sequence.unknown, 0, task.id);
    tokens += sequence.tokens.length;
    for (const { text } of episode.steps) assert.equal(tokenizer.decode(tokenizer.encode(text).tokens), text);
  }
  assert.ok(tokens / tasks.length < 260, `${tokens / tasks.length} tokens an episode`);
});

test('a kind that nobody knows is one unknown token in its place', () => {
  const { tokens, unknown } = tokenizer.encode('You arrive at loc 3. On the zeppelin 1, you see a mug 2.');
  assert.deepEqual(
    tokens.map(token => tokenizer.pieces[token]),
    ['<unknown>', '1', ', you see a', 'mug', '2', '.'],
  );
  assert.equal(unknown, 1);
});

test('episodes of bad habits depend on seed and index, cover both wordings, and are mostly known words', {
  skip,
}, async () => {
  const read = (seed: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => world.habits!({ seed, index })));
  const episodes = await read(3, 67);
  assert.deepEqual(await read(3, 5), episodes.slice(0, 5));
  assert.notDeepEqual(await read(4, 5), episodes.slice(0, 5));
  assert.equal(new Set(episodes.map(({ task }) => task.id)).size, 67, 'every game once before any is played again');
  const wordings = (episode: History) =>
    episode.steps.map(({ observation }) => /You arrive at (loc )?/.exec(observation));
  const modern = episodes.filter(episode => wordings(episode).some(match => match && match[1] === undefined));
  assert.equal(modern.length, 13);
  const sequences = episodes.map(episode => sequenceOf(episode, tokenizer));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  assert.ok(sum(sequences.map(({ unknown }) => unknown)) < sum(sequences.map(({ tokens }) => tokens.length)) / 1000);
});
