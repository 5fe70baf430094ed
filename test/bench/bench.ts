/** `npm run bench [word…]`: runs every `*.bench.ts` whose name contains one of the words and prints one table. */
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { markdownTable } from 'markdown-table';
import type { BenchRow } from './row.ts';

interface Bench {
  readonly name: string;
  run(): Promise<BenchRow[]>;
}

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter(file => file.endsWith('.bench.ts') && (words.length === 0 || words.some(word => file.includes(word))))
  .sort();

const rows: BenchRow[] = [];
let failed = false;
for (const file of files) {
  const { name, run } = (await import(`./${file}`)) as Bench;
  console.error(`${name}…`);
  try {
    rows.push(...(await run()));
  } catch (error) {
    failed = true;
    console.error(`${file} failed:`, error);
  }
}

const header = ['what', 'measured', 'baseline', 'ratio', 'aim'];
const lines = rows.map(({ what, measured, baseline, ratio, aim }) => [
  what,
  measured,
  baseline,
  Number.isFinite(ratio) ? ratio.toFixed(2) : '–',
  aim,
]);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
console.log(markdownTable([header, ...lines]));
if (failed) process.exitCode = 1;
