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
  return stretches(seeds)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');
}

/** `21-28`, `1,5-7`: what `parseSeeds` reads. */
export function seedsOption(seeds: readonly number[]): string {
  return stretches(seeds)
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(',');
}

/** First and last of each run of neighbouring seeds, in their order. */
function stretches(seeds: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const seed of [...seeds].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else found.push([seed, seed]);
  }
  return found;
}
