import type { Report } from './report.ts';

/** What a run has come to, as one sentence without a full stop; undefined before its first evaluation. */
export function headline({ rows }: Report): string | undefined {
  const own = rows.filter(({ arm }) => arm === 'eto');
  const last = own.at(-1);
  if (!last) return undefined;
  const start = last.iteration > 0 ? own.find(({ iteration }) => iteration === 0) : undefined;
  const splits = Object.entries(last.splits).flatMap(([split, { successRate }]) => {
    if (!successRate) return [];
    const before = start?.splits[split as keyof typeof last.splits]?.successRate;
    return `${percent(successRate.mean)} ${split}${before ? ` (cloning ${percent(before.mean)})` : ''}`;
  });
  const name =
    last.iteration === 0 ? (last.trained ? 'Cloning' : 'The policy as it is') : `ETO, iteration ${last.iteration}`;
  return splits.length > 0 ? `${name}: success ${splits.join(', ')}` : undefined;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
