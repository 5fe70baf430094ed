/**
 * Compares two texts as people order them: numbers inside by their value, so that `task-2` comes before `task-10`, and
 * the rest by code unit.
 */
export function compareNaturally(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === left.length || at === right.length) return left.length - right.length;
  let start = at;
  while (start > 0 && isDigit(left, start - 1)) start--;
  const leftEnd = digitsEnd(left, start);
  const rightEnd = digitsEnd(right, start);
  // Of two numbers without leading zeros the one with more digits is greater.
  if (leftEnd > start && rightEnd > start && leftEnd !== rightEnd) return leftEnd - rightEnd;
  return left.charCodeAt(at) - right.charCodeAt(at);
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (isDigit(text, end)) end++;
  return end;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
