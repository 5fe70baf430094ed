import type { Alarm, Judged } from './alarms.ts';
import { meanOf, span } from './stretch.ts';

/** Steps over which a loss has to be close to 0: single batches are by luck. */
const stretch = 16;

/** A loss below this is as good as 0. */
const nearZero = 0.01;

/** What the loss of preference training warns of. A likelihood's loss has no level that tells anything. */
export function lossAlarms(judged: Judged): Alarm[] {
  if (judged.facts.kind !== 'preference' || judged.facts.beta === 0) return [];
  return [...nothingLearned(judged), ...overFit(judged)];
}

/** The loss starts at log 2 by definition and leaves it with the first step that changes anything. */
function nothingLearned({ pointsOf }: Judged): Alarm[] {
  const points = pointsOf('loss');
  const learned = points.findLastIndex(({ value }) => Math.abs(value - Math.LN2) >= 1e-4);
  const stuck = points.slice(learned + 1);
  // Were it stuck only lately, it would be a coincidence of a noisy curve.
  if (learned >= 0 || stuck.length < 3 || span(stuck) < 20) return [];
  return [
    {
      kind: 'nothing-learned',
      severity: 'error',
      metric: 'loss',
      from: stuck[0]!.step,
      to: stuck.at(-1)!.step,
      title: 'The loss does not leave log 2 (0.6931)',
      message:
        'Nothing is trained, because no token carries loss or the learning rate is 0: look whether the pairs are cut off or masked, and at the learning rate.',
    },
  ];
}

function overFit({ epochSteps, pointsOf }: Judged): Alarm[] {
  if (epochSteps === undefined) return [];
  const points = pointsOf('loss').filter(({ step }) => step <= epochSteps);
  const count = Math.max(3, Math.ceil((stretch * points.length) / span(points)));
  if (points.length < count || !(meanOf(points.slice(-count)).mean < nearZero)) return [];
  let sum = 0;
  const at = points.findIndex(({ value }, index) => {
    sum += value - (points[index - count]?.value ?? 0);
    return index + 1 >= count && sum < nearZero * count;
  });
  const zero = points.slice(Math.max(0, at + 1 - count));
  return [
    {
      kind: 'over-fit',
      severity: 'warning',
      metric: 'loss',
      from: zero[0]!.step,
      to: zero.at(-1)!.step,
      title: 'The loss is close to 0 within the first epoch',
      message:
        'The policy tells the pairs apart before it has seen them all, so it over-fits: raise β, lower the learning rate, train for fewer epochs, or gather harder pairs.',
    },
  ];
}
