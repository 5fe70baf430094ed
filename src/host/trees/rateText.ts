import type { ReportRow } from '../../engine/iteration/report.ts';

/** `success 81.5 % · reward 0.82`; empty where nothing was judged. */
export function rateText({
  successRate,
  averageReward,
}: {
  readonly successRate: number | null;
  readonly averageReward: number | null;
}): string {
  return [
    ...(successRate === null ? [] : [`success ${percent(successRate)}`]),
    ...(averageReward === null ? [] : [`reward ${averageReward.toFixed(2)}`]),
  ].join(' · ');
}

/** Success by split, as a report tells it: `success 71.0 % seen · 58.5 % unseen`; empty before the first evaluation. */
export function splitsText({ splits }: Pick<ReportRow, 'splits'>): string {
  const told = Object.entries(splits).flatMap(([split, cell]) =>
    cell.successRate && split !== 'val' ? [`${percent(cell.successRate.mean)} ${split}`] : [],
  );
  return told.length === 0 ? '' : `success ${told.join(' · ')}`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
