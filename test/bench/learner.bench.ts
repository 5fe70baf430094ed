import { dpo } from '../../src/engine/learner/dpo.ts';
import { initialise } from '../../src/engine/learner/model.ts';
import type { StepMetrics, TrainingOptions } from '../../src/engine/learner/optimise.ts';
import { sft } from '../../src/engine/learner/sft.ts';
import { freshState } from '../../src/engine/learner/trainerState.ts';
import { seeded } from '../../src/engine/random.ts';
import { type GradientThreads, gradientThreads } from '../../src/node/gradientThreads.ts';
import { jaxModel } from '../engine/learner/jaxModel.ts';
import { type LearnerRun, runs } from './learnerRuns.ts';
import type { BenchRow } from './row.ts';
import { type TorchLearner, torchLearner } from './torchLearner.ts';

export const name = 'built-in learner';

/** Ours and the baseline take turns, so that other work on the machine slows both. */
const rounds = 3;
const seconds = 1;

/** Milliseconds: of the processor on one core, of the clock on several. */
type Clock = () => number;

const processor: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The fastest step's tokens a second: other work on the machine can only slow a step down. */
async function fastest(steps: AsyncIterable<StepMetrics>, clock: Clock): Promise<number> {
  let best = 0;
  const end = performance.now() + 1000 * seconds;
  let start = clock();
  for await (const { step, tokens } of steps) {
    if (step > 1) best = Math.max(best, (1000 * tokens) / (clock() - start));
    if (step > 3 && performance.now() > end) break;
    start = clock();
  }
  return best;
}

function ours(run: LearnerRun, workers: GradientThreads, clock: Clock): Promise<number> {
  const { shape, sequences, pairs: paired } = run;
  const half = sequences.length / 2;
  const options: TrainingOptions = {
    workers,
    state: freshState(initialise(shape, seeded(1))),
    epochs: 100_000,
    batch: paired ? half : sequences.length,
    learningRate: 1e-3,
    schedule: { kind: 'constant', warmUp: 5 },
    seed: 1,
  };
  if (!paired) return fastest(sft({ ...options, sequences }), clock);
  const pairs = sequences.slice(0, half).map((chosen, index) => ({ chosen, rejected: sequences[half + index]! }));
  return fastest(dpo({ ...options, pairs, beta: 0.3, likelihood: 20 }), clock);
}

async function compare(run: LearnerRun, threads: number, torch: TorchLearner | undefined): Promise<BenchRow> {
  const workers = gradientThreads(run.shape, threads);
  let [best, other] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    best = Math.max(best, await ours(run, workers, threads === 1 ? processor : () => performance.now()));
    if (torch) other = Math.max(other, await torch.measure(run, { threads, seconds }));
  }
  await workers.dispose();
  return {
    what: `learner, ${threads === 1 ? 'one core' : `${threads} cores`}: ${run.what}`,
    measured: rate(best),
    baseline: torch ? `PyTorch, fused attention: ${rate(other)}` : 'PyTorch: not installed',
    ratio: torch ? best / other : Number.NaN,
    aim: '≥ 1',
  };
}

function rate(tokens: number): string {
  return `${(tokens / 1000).toFixed(1)} k tokens/s`;
}

/** Loss and gradient alone, without the optimiser's step, padded to the round length that the library is fastest at. */
async function jax({ shape, sequences }: LearnerRun): Promise<BenchRow> {
  const rows = 32 * Math.ceil((Math.max(...sequences.map(({ tokens }) => tokens.length)) - 1) / 32);
  const model = await jaxModel(shape, sequences.length, rows);
  const parameters = initialise(shape, seeded(1));
  const tokens = sequences.reduce((sum, sequence) => sum + sequence.tokens.length, 0);
  const workers = gradientThreads(shape, 1);
  const examples = sequences.map(sequence => ({ kind: 'likelihood', sequence, scale: 1 }) as const);
  const best = { ours: 0, jax: 0 };
  const timed = async (way: keyof typeof best, work: () => Promise<unknown>) => {
    const start = processor();
    await work();
    best[way] = Math.max(best[way], (1000 * tokens) / (processor() - start));
  };
  for (const end = performance.now() + 3000 * seconds; performance.now() < end; ) {
    await timed('jax', () => model.lossAndGradient(parameters, sequences));
    await timed('ours', () => workers.gradients(parameters, [examples]));
  }
  return {
    what: 'learner, one core: loss and gradient of 8 episodes',
    measured: rate(best.ours),
    baseline: `jax-js: ${rate(best.jax)}`,
    ratio: best.ours / best.jax,
    aim: '> 1',
  };
}

export async function run(): Promise<BenchRow[]> {
  const rows = [await jax(runs[0]!)];
  const torch = torchLearner();
  try {
    for (const each of runs) rows.push(await compare(each, 1, torch));
    for (const each of runs.slice(0, 2)) rows.push(await compare(each, 2, torch));
  } finally {
    torch?.close();
  }
  return rows;
}
