import type { History } from '../trajectory/trajectory.ts';
import { type Checkpoint, tokenizerOf } from './checkpoint.ts';
import { ShardLearner } from './gradientWorkers.ts';
import { sequenceOf } from './sequence.ts';

/**
 * What a checkpoint thinks of turns that anyone wrote: for each trajectory, the log-probability of each turn given all
 * before it, summed over its tokens and the end-of-turn; natural logarithm, temperature 1.
 */
export function turnLogProbabilities(checkpoint: Checkpoint, trajectories: readonly History[]): number[][] {
  const tokenizer = tokenizerOf(checkpoint);
  const learner = new ShardLearner(checkpoint.shape);
  const sequences = trajectories.map(trajectory => sequenceOf(trajectory, tokenizer));
  const found = learner.logProbabilities(
    checkpoint.parameters,
    sequences.map(({ tokens }) => tokens),
  );
  return sequences.map(({ turns }, index) =>
    turns.map(({ start, end }) => found[index]!.subarray(start, end).reduce((sum, value) => sum + value, 0)),
  );
}
