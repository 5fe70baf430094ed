import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dpo } from '../../src/engine/learner/dpo.ts';
import { inThisThread, type WeightedTokens } from '../../src/engine/learner/gradientWorkers.ts';
import { defaultShape, initialise } from '../../src/engine/learner/model.ts';
import type { StepMetrics, TrainingOptions } from '../../src/engine/learner/optimise.ts';
import { sft } from '../../src/engine/learner/sft.ts';
import { freshState } from '../../src/engine/learner/trainerState.ts';
import { type Random, seeded } from '../../src/engine/random.ts';
import { jaxModel } from '../engine/learner/jaxModel.ts';
import type { BenchRow } from './row.ts';

export const name = 'built-in learner, one core';

const seconds = 4;
const shape = defaultShape(80);

/** Tokens laid out like an episode of our own world: an opening, then agent turns (weight 1) and observations. */
function episode(random: Random, everyToken: boolean): WeightedTokens {
  const weights = Array.from({ length: 28 + random.below(9) }, () => 0);
  for (let turn = 4 + random.below(9); turn > 0; turn--) {
    for (let token = 7 + random.below(5); token > 0; token--) weights.push(1);
    if (turn > 1) for (let token = 4 + random.below(6); token > 0; token--) weights.push(0);
  }
  return {
    tokens: weights.map(() => random.below(shape.vocabulary)),
    weights: everyToken ? weights.map(() => 1) : weights,
  };
}

const episodes = (count: number, everyToken = false) => {
  const random = seeded(1);
  return Array.from({ length: count }, () => episode(random, everyToken));
};

const runs: Record<string, readonly WeightedTokens[]> = {
  'cloning, 8 episodes a step': episodes(8),
  'cloning, 8 episodes a step, every token weighted': episodes(8, true),
  'DPO, 16 pairs': episodes(32),
};

/** The fastest step's tokens a second: other work on the machine can only slow a step down. */
async function fastest(steps: AsyncIterable<StepMetrics>): Promise<number> {
  let best = 0;
  const end = performance.now() + 1000 * seconds;
  let start = performance.now();
  for await (const { step, tokens } of steps) {
    const now = performance.now();
    if (step > 1) best = Math.max(best, (1000 * tokens) / (now - start));
    if (now > end) break;
    start = performance.now();
  }
  return best;
}

function ours(run: string, sequences: readonly WeightedTokens[]): Promise<number> {
  const paired = run.endsWith('pairs');
  const half = sequences.length / 2;
  const options: TrainingOptions = {
    workers: inThisThread(shape),
    state: freshState(initialise(shape, seeded(1))),
    epochs: 100_000,
    batch: paired ? half : sequences.length,
    learningRate: 1e-3,
    schedule: { kind: 'constant', warmUp: 5 },
    seed: 1,
  };
  if (!paired) return fastest(sft({ ...options, sequences }));
  const pairs = sequences.slice(0, half).map((chosen, index) => ({ chosen, rejected: sequences[half + index]! }));
  return fastest(dpo({ ...options, pairs, beta: 0.3, likelihood: 20 }));
}

/** Loss and gradient alone, without the optimiser's step, padded to the round length that the library is fastest at. */
async function jax(sequences: readonly WeightedTokens[]): Promise<number> {
  const rows = 32 * Math.ceil((Math.max(...sequences.map(({ tokens }) => tokens.length)) - 1) / 32);
  const model = await jaxModel(shape, sequences.length, rows);
  const parameters = initialise(shape, seeded(1));
  const tokens = sequences.reduce((sum, sequence) => sum + sequence.tokens.length, 0);
  let best = 0;
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const start = performance.now();
    await model.lossAndGradient(parameters, sequences);
    best = Math.max(best, (1000 * tokens) / (performance.now() - start));
  }
  return best;
}

/** Tokens a second of each run, or undefined where no Python with PyTorch is named. */
function torch(): Record<string, number> | undefined {
  const python = process.env['CONTRAIL_TORCH_PYTHON'];
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, 'learnerBaseline.py');
  const child = spawnSync(python, [script], { input: JSON.stringify({ seconds, runs }), encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${python} failed: ${child.error?.message ?? child.stderr}`);
  return JSON.parse(child.stdout) as Record<string, number>;
}

export async function run(): Promise<BenchRow[]> {
  const rate = (tokens: number) => `${(tokens / 1000).toFixed(1)} k tokens/s`;
  const rows: BenchRow[] = [];
  const found = new Map<string, number>();
  for (const [what, sequences] of Object.entries(runs)) found.set(what, await ours(what, sequences));
  const [first, sequences] = Object.entries(runs)[0]!;
  const slow = await jax(sequences);
  rows.push({
    what: `learner: ${first}`,
    measured: rate(found.get(first)!),
    baseline: `jax-js, without optimiser: ${rate(slow)}`,
    ratio: found.get(first)! / slow,
    aim: '> 1',
  });
  const other = torch();
  for (const [what, measured] of found)
    rows.push({
      what: `learner: ${what}`,
      measured: rate(measured),
      baseline: other ? `PyTorch, fused attention: ${rate(other[what]!)}` : 'PyTorch: not installed',
      ratio: other ? measured / other[what]! : Number.NaN,
      aim: '≥ 1; 64 k tokens/s',
    });
  return rows;
}
