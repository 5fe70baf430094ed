import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { vocabulary } from '../engine/environments/builtin/vocabulary.ts';
import { checkpointIdentity, encodeCheckpoint } from '../engine/learner/checkpoint.ts';
import { pretrain } from '../engine/learner/pretrain.ts';
import { habitCorpus } from '../engine/policies/expert/corpus.ts';
import { fileError } from '../node/fileError.ts';
import { type GradientThreads, gradientThreads } from '../node/gradientThreads.ts';
import { writeWhole } from '../node/wholeFile.ts';
import { addCommand, wholeNumber } from './command.ts';
import { print, printJson, tell } from './output.ts';

interface PretrainFlags {
  readonly out: string;
  readonly episodes: number;
  readonly seed: number;
  readonly threads: number;
  readonly json?: true;
}

/** Adds `pretrain`: makes the base policy that Contrail ships, from nothing but its own generator. */
export function registerPretrain(program: Command): void {
  addCommand(program, {
    name: 'pretrain',
    summary: 'make the base policy anew from episodes of an agent with bad habits',
    example: 'contrail pretrain --out media/base.policy',
  })
    .option('--out <file>', 'where the policy goes', 'media/base.policy')
    .option('--episodes <count>', 'episodes of the corpus', wholeNumber(16), 100_000)
    .option('--seed <seed>', 'seed of the corpus and of the first parameters', wholeNumber(0), 1)
    .option(
      '--threads <count>',
      'worker threads; the result does not depend on them',
      wholeNumber(1),
      availableParallelism(),
    )
    .option('--json', 'print JSON lines')
    .action(makeBase);
}

async function makeBase({ out, episodes, seed, threads, json }: PretrainFlags): Promise<void> {
  const pools: GradientThreads[] = [];
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const bar = process.stderr.isTTY
    ? new SingleBar({
        stream: process.stderr,
        format: ' {bar} {value}/{total}, {eta_formatted} left  loss {loss}',
        clearOnComplete: true,
      })
    : undefined;
  const training = pretrain({
    corpus: () => habitCorpus({ seed, count: episodes }),
    count: episodes,
    words: vocabulary,
    seed,
    workers(shape) {
      const pool = gradientThreads(shape, threads);
      pools.push(pool);
      return pool;
    },
    signal: stop.signal,
  });
  try {
    for (;;) {
      const next = await training.next();
      if (!next.done) {
        const { step, steps, loss } = next.value;
        if (step === 1) bar?.start(steps, 0, { loss: '' });
        bar?.update(step, { loss: loss.toFixed(3) });
        if (json) printJson(next.value);
        else if (!bar && step % 500 === 0) tell(`${step} of ${steps} steps, loss ${loss.toFixed(3)}`);
        continue;
      }
      const bytes = encodeCheckpoint(next.value);
      await makeFolder(dirname(resolve(out)));
      await writeWhole(resolve(out), bytes);
      const identity = checkpointIdentity(next.value);
      if (json) printJson({ kind: 'done', file: out, bytes: bytes.length, identity });
      else print(`${out}: ${bytes.length} bytes, ${identity.slice(0, 12)}`);
      return;
    }
  } finally {
    bar?.stop();
    await Promise.all(pools.map(pool => pool.dispose()));
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fileError(error, 'create the folder', path);
  }
}
