import { HumanError } from '../problem.ts';
import type { History } from '../trajectory/trajectory.ts';
import type { Tokenizer } from './tokenizer.ts';

/**
 * Throws a `HumanError` when most of an episode's opening is outside the vocabulary: the model was made for another
 * world, and would play and learn nothing but nonsense.
 */
export function checkCoverage({ task, opening }: Pick<History, 'task' | 'opening'>, tokenizer: Tokenizer): void {
  const { tokens, unknown } = tokenizer.encode(opening);
  if (2 * unknown <= tokens.length) return;
  throw new HumanError(
    `The built-in model does not know ${unknown} words in the opening of "${task.id}": its vocabulary was made for ` +
      'another world. Play the world it was made for (environment.name "household" for the one that Contrail ships), ' +
      'or choose another policy.kind.',
  );
}
