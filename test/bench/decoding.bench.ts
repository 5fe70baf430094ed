import type { Stream } from '../../src/engine/learner/cache.ts';
import { Decoder } from '../../src/engine/learner/decoder.ts';
import { sampleTurns } from '../../src/engine/learner/sampling.ts';
import { beginToken, endToken, specials } from '../../src/engine/learner/tokenizer.ts';
import { randomTokens, untrained } from '../engine/learner/models.ts';
import type { BenchRow } from './row.ts';

export const name = 'decoding';

const { shape, parameters, words } = untrained();
const size = specials.length + words.length;

/** Shaped like episodes of our own world: an opening of 30 tokens, 14 turns of up to 9, observations of 6. */
const episodes = 64;
const atOnce = 8;
const turns = 14;
const budget = 9;

/** Milliseconds of the processor, which other work on the machine does not stretch. */
function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Plays the episodes and returns tokens a second of the processor, prompts and turns; `read` gives the stream for an episode's next turn. */
function tokensPerSecond(together: number, read: (decoder: Decoder, stream: Stream) => Stream): number {
  const decoder = new Decoder(shape, parameters, 1024);
  let tokens = 0;
  const start = processor();
  for (let first = 0; first < episodes; first += together) {
    let playing = Array.from({ length: together }, (_, index) => ({
      seed: first + index,
      prompt: [beginToken, ...randomTokens(30, first + index)],
      stream: decoder.open(),
    }));
    for (let turn = 0; turn < turns; turn++) {
      const requests = playing.map(episode => ({
        ...episode,
        seed: 100 * turn + episode.seed,
        temperature: 1,
        budget,
      }));
      const written = sampleTurns(decoder, requests, size);
      playing = playing.map(({ seed, prompt, stream }, index) => ({
        seed,
        prompt: [...prompt, ...written[index]!.tokens, endToken, ...randomTokens(6, turn)],
        stream: read(decoder, stream),
      }));
    }
    for (const { prompt, stream } of playing) {
      tokens += prompt.length;
      decoder.close(stream);
    }
  }
  return (tokens / (processor() - start)) * 1000;
}

const cached = (_: Decoder, stream: Stream) => stream;

/** Reads the whole prompt again every turn. */
function anew(decoder: Decoder, stream: Stream): Stream {
  decoder.close(stream);
  return decoder.open();
}

export async function run(): Promise<BenchRow[]> {
  const ways = {
    together: () => tokensPerSecond(atOnce, cached),
    single: () => tokensPerSecond(1, cached),
    uncached: () => tokensPerSecond(atOnce, anew),
  };
  const best = { together: 0, single: 0, uncached: 0 };
  for (let round = 0; round < 4; round++)
    for (const [way, measure] of Object.entries(ways) as [keyof typeof ways, () => number][])
      best[way] = Math.max(best[way], measure());
  const rate = (tokens: number) => `${(tokens / 1000).toFixed(1)} k tokens/s`;
  const row = (baseline: 'single' | 'uncached', note: string, aim: string): BenchRow => ({
    what: `decode episodes on one core, ${atOnce} at once, prompts and turns counted`,
    measured: rate(best.together),
    baseline: `${rate(best[baseline])} (${note})`,
    ratio: best.together / best[baseline],
    aim,
  });
  return [
    row('uncached', 'prompt read anew every turn', '≥ 40 k tokens/s'),
    row('single', 'one episode at a time', '–'),
  ];
}
