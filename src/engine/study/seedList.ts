/** The most seeds that one list may name: a slip such as `1-1000000` is one. */
const most = 1000;

/** Reads `21-28`, `21,22` or `1,5-7`; undefined for what is no list of seeds, or names one twice. */
export function parseSeeds(text: string): readonly number[] | undefined {
  const seeds: number[] = [];
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,15})\s*(?:-\s*(\d{1,15})\s*)?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || to < from || to - from >= most) return undefined;
    for (let seed = from; seed <= to; seed++) seeds.push(seed);
  }
  return seeds.length > most || new Set(seeds).size < seeds.length ? undefined : seeds;
}

/** `21–28`, `1, 5–7`: seeds for people. */
export function seedsText(seeds: readonly number[]): string {
  const sorted = [...seeds].sort((a, b) => a - b);
  const stretches: [number, number][] = [];
  for (const seed of sorted) {
    const last = stretches.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else stretches.push([seed, seed]);
  }
  return stretches
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(', ');
}
