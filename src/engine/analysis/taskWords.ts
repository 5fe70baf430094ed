/** Words that name no thing: function words, and the verbs and adjectives that instructions of tasks are made of. */
const common = new Set(
  `a about after all also an and any are at back be before best but buy by can clean could do each either examine
  final find first for from get give go hand has have heat here hot cold cool how i if in inside into is it its last
  less like look looking lower make me more most move must my need new no not now of off on one only onto or other out
  over own place please price put some show slice such take task than that the their them then there these they this
  those to turn two under up use using want was when where which will with would you your dollars`.split(/\s+/),
);

const mostWords = 40;

/**
 * Finds what an instruction names: its words beyond the common ones, in singular or plural, with the number that tells
 * one object from another ("mug 2"). Undefined when it names nothing. The expression is global: set `lastIndex`.
 */
export function taskObjects(instruction: string): RegExp | undefined {
  const words = new Set<string>();
  for (const [word] of instruction.toLowerCase().matchAll(/\p{L}[\p{L}\p{N}]+/gu)) {
    if (word.length >= 2 && !common.has(word)) words.add(singular(word));
    if (words.size === mostWords) break;
  }
  if (words.size === 0) return undefined;
  const longestFirst = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?:e?s)?(?: \\d+)?(?![\\p{L}\\p{N}])`, 'giu');
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
