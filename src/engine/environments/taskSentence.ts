import { compileGame } from './household/game.ts';
import type { GameSource } from './household/gameText.ts';

const prefix = 'Your task is to: ';

/**
 * What a game asks for, e.g. `put two candle in drawer.`: the sentence after "Your task is to: ", the last line of the
 * introduction where there is none. The rule that words it is found without playing the game, which would cost
 * milliseconds; only an unusual grammar is played. Throws `HumanError` when such a game is malformed.
 */
export function taskSentence(source: GameSource): string {
  const literal = /"Your task is to: ((?:[^"\\#[{;|<>]|\\["\\/])*)"/.exec(source.grammar)?.[1];
  if (literal !== undefined) return literal.replace(/\\(.)/g, '$1').trim();
  const intro = compileGame(source).start().observation.trim();
  const at = intro.lastIndexOf(prefix);
  const line = at < 0 ? intro.split('\n').at(-1)! : intro.slice(at + prefix.length).split('\n')[0]!;
  return line.trim();
}
