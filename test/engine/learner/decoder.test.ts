import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decoder } from '../../../src/engine/learner/decoder.ts';
import { inThisThread } from '../../../src/engine/learner/gradientWorkers.ts';
import { sampleTurns, type TurnRequest } from '../../../src/engine/learner/sampling.ts';
import { beginToken, endToken, specials } from '../../../src/engine/learner/tokenizer.ts';
import { seeded } from '../../../src/engine/random.ts';
import { randomTokens, untrained } from './models.ts';

const { shape, parameters, words } = untrained();
const size = specials.length + words.length;

/** The log-probabilities of `tokens` from the second on, fed in pieces of random length. */
function cachedLogProbabilities(tokens: readonly number[], seed: number): number[] {
  const decoder = new Decoder(shape, parameters, tokens.length);
  const random = seeded(seed);
  const stream = decoder.open();
  const found: number[] = [];
  for (let at = 0; at < tokens.length - 1; ) {
    const next = Math.min(tokens.length - 1, at + 1 + random.below(3));
    const logits = decoder.feed([{ stream, tokens: tokens.slice(at, next) }]);
    found[next - 1] = logits.logProbability(0, tokens[next]!);
    at = next;
  }
  return found;
}

function requests(decoder: Decoder, count: number, temperature: number): TurnRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    stream: decoder.open(),
    prompt: [beginToken, ...randomTokens(3 + ((index * 37) % 90), index)],
    seed: index,
    temperature,
    budget: 12,
  }));
}

test("the cache's log-probabilities agree with the trainer's, however the text is cut", async () => {
  const tokens = [beginToken, ...randomTokens(700, 5)];
  const [expected] = await inThisThread(shape).logProbabilities(parameters, [tokens]);
  for (const seed of [1, 2]) {
    const found = cachedLogProbabilities(tokens, seed);
    const compared = Object.entries(found);
    assert.ok(compared.length > 100);
    for (const [index, value] of compared) {
      const difference = Math.abs(value - expected![Number(index) + 1]!);
      assert.ok(difference < 1e-3, `token ${index}: ${difference}`);
    }
  }
});

test('a prompt longer than one pass gives the same bits as token by token', () => {
  const tokens = randomTokens(1300, 8);
  const decoder = new Decoder(shape, parameters, 1400);
  const [whole, single, other] = [decoder.open(), decoder.open(), decoder.open()];
  for (const token of tokens.slice(0, -1)) decoder.feed([{ stream: single, tokens: [token] }]);
  const alone = decoder
    .feed([{ stream: single, tokens: tokens.slice(-1) }])
    .row(0)
    .slice();
  const feeds = [
    { stream: other, tokens: randomTokens(40, 9) },
    { stream: whole, tokens },
  ];
  assert.deepEqual(decoder.feed(feeds).row(1), alone);
});

for (const temperature of [0, 0.5, 1])
  test(`a turn does not depend on the rest of its batch, at temperature ${temperature}`, () => {
    const together = new Decoder(shape, parameters, 128);
    const batch = sampleTurns(together, requests(together, 30, temperature), size);
    const apart = new Decoder(shape, parameters, 128);
    const alone = requests(apart, 30, temperature).map(request => sampleTurns(apart, [request], size)[0]);
    assert.deepEqual(batch, alone);
    assert.ok(new Set(batch.map(({ tokens }) => tokens.join())).size > 20);
  });

test('a cached turn is the turn that a fresh stream gets', () => {
  const decoder = new Decoder(shape, parameters, 256);
  const stream = decoder.open();
  let prompt = [beginToken, ...randomTokens(20, 3)];
  for (let turn = 0; turn < 5; turn++) {
    const request = { stream, prompt, seed: turn, temperature: 1, budget: 10 };
    const [cached] = sampleTurns(decoder, [request], size);
    assert.deepEqual(sampleTurns(decoder, [{ ...request, stream: decoder.open() }], size), [cached]);
    assert.deepEqual(sampleTurns(decoder, [request], size), [cached]);
    prompt = [...prompt, ...cached!.tokens, endToken, ...randomTokens(4, 100 + turn)];
  }
});

test('a history that was edited is read again from where it changed', () => {
  const decoder = new Decoder(shape, parameters, 128);
  const stream = decoder.open();
  const request = { stream, prompt: randomTokens(30, 3), seed: 1, temperature: 0, budget: 5 };
  sampleTurns(decoder, [request], size);
  const edited = { ...request, prompt: request.prompt.with(10, request.prompt[11]!) };
  const fresh = { ...edited, stream: decoder.open() };
  assert.deepEqual(sampleTurns(decoder, [edited], size), sampleTurns(decoder, [fresh], size));
});

test('what is drawn follows the probabilities, and log-probabilities are those of temperature 1', async () => {
  const decoder = new Decoder(shape, parameters, 64);
  const stream = decoder.open();
  const prompt = randomTokens(9, 4);
  const turns = Array.from(
    { length: 2000 },
    (_, seed) => sampleTurns(decoder, [{ stream, prompt, seed, temperature: 2, budget: 1 }], size)[0]!,
  );
  const logits = decoder.feed([{ stream: decoder.open(), tokens: prompt }]).row(0);
  const weights = [...logits.slice(endToken, size)].map(logit => Math.exp(logit / 2));
  const total = weights.reduce((sum, weight) => sum + weight);
  const [exact] = await inThisThread(shape).logProbabilities(parameters, [
    [...prompt, turns[0]!.tokens[0] ?? endToken],
  ]);
  assert.ok(Math.abs(turns[0]!.logProbability - exact!.at(-1)!) < 1e-4);
  for (const [index, weight] of weights.entries()) {
    const drawn = turns.filter(({ tokens }) => (tokens[0] ?? endToken) === endToken + index).length / turns.length;
    assert.ok(Math.abs(drawn - weight / total) < 0.05, `token ${endToken + index}`);
  }
});

test('a turn stops at its budget and at the end of the context', () => {
  const silent = parameters.slice();
  const { width } = shape;
  silent.fill(0, endToken * width, (endToken + 1) * width);
  const decoder = new Decoder(shape, silent, 40);
  const request = { seed: 1, temperature: 0, prompt: randomTokens(30, 2) };
  const stops = [4, 10, 11, 12, 100].map(budget => {
    const [turn] = sampleTurns(decoder, [{ ...request, budget, stream: decoder.open() }], size);
    return [turn!.stop, turn!.tokens.length];
  });
  assert.deepEqual(stops, [
    ['budget', 4],
    ['budget', 10],
    ['budget', 11],
    ['context', 11],
    ['context', 11],
  ]);
  assert.throws(() => decoder.feed([{ stream: decoder.open(), tokens: randomTokens(41, 1) }]), /context of 40/);
});
