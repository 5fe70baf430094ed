/** A number of things in words: `1 step`, `5,000 steps`; `unit` is the word for one, whose plural ends in s. */
export function countText(count: number, unit: string): string {
  return `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
}
