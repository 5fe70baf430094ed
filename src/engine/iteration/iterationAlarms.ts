import type { Alarm } from '../training/alarms.ts';
import type { Split } from '../trajectory/trajectory.ts';
import type { ReportRow } from './report.ts';

/** What ETO's own rows warn of on a split: `from` and `to` are iterations. */
export function iterationAlarms(rows: readonly ReportRow[], split: Split): Alarm[] {
  const own = rows.filter(({ arm }) => arm === 'eto');
  const fallen = own.flatMap((row, index): Alarm[] => {
    const before = own[index - 1]?.splits[split]?.averageReward;
    const now = row.splits[split]?.averageReward;
    if (!before || !now || now.high >= before.low) return [];
    return [
      {
        kind: 'worse-iteration',
        severity: 'warning',
        metric: 'eto',
        from: row.iteration - 1,
        to: row.iteration,
        title: `Iteration ${row.iteration} is worse than the one before on ${split}`,
        message: `Its average reward fell from ${percent(before.mean)} to ${percent(now.mean)}, beyond both intervals, as training on the same tasks again and again can make it: keep the policy before, or stop after iteration ${row.iteration - 1}.`,
      },
    ];
  });
  return [...coldStart(own[0], split), ...fallen];
}

function coldStart(first: ReportRow | undefined, split: Split): Alarm[] {
  if (first?.iteration !== 0 || first.splits[split]?.successRate?.mean !== 0) return [];
  return [
    {
      kind: 'no-warm-start',
      severity: 'error',
      metric: 'eto',
      from: 0,
      to: 0,
      title: `The policy that ETO starts from never succeeds on ${split}`,
      message:
        'Exploration then finds failures alone and there is nothing to prefer: clone more demonstrations first, or start from a stronger policy.',
    },
  ];
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
