import type { Alarm, Judged } from './alarms.ts';
import { meanOf, type Point, share, span } from './stretch.ts';

/** Accuracy that is perfect before this step is suspicious. */
const early = 50;

/** Pairs that have to be told apart without a mistake before "perfect" is more than luck. */
const manyPairs = 200;

/** What the two sides of the pairs warn of. */
export function preferenceAlarms(judged: Judged): Alarm[] {
  if (judged.facts.kind !== 'preference') return [];
  return [...separable(judged), ...displacement(judged), ...chosenFalls(judged), ...longerLosers(judged)];
}

/** Only pairs that were not seen before count: that they are remembered in the second epoch is another matter. */
function separable({ facts, epochSteps = Number.POSITIVE_INFINITY, pointsOf }: Judged): Alarm[] {
  const points = pointsOf('accuracy').filter(({ step }) => step <= epochSteps);
  const enough = Math.max(10, Math.ceil(manyPairs / (facts.batch ?? 8)));
  const perfect = runs(points, ({ value }) => value > 0.9999).find(
    run => run[0]!.step < early && run.length > 1 && span(run) >= enough,
  );
  if (!perfect) return [];
  const from = perfect[0]!.step;
  return [
    {
      kind: 'separable',
      severity: 'warning',
      metric: 'accuracy',
      from,
      to: perfect.at(-1)!.step,
      title: `Accuracy 1.0 from step ${from} on`,
      message:
        'The pairs can be told apart without understanding them, by their format or length: compare the lengths and the first tokens of both sides, and cap or filter the rejected ones.',
    },
  ];
}

/** The unbroken stretches of points that fulfil a condition. */
function runs(points: readonly Point[], holds: (point: Point) => boolean): Point[][] {
  const found: Point[][] = [];
  let isOpen = false;
  for (const point of points) {
    const does = holds(point);
    if (does && isOpen) found.at(-1)!.push(point);
    else if (does) found.push([point]);
    isOpen = does;
  }
  return found;
}

function displacement({ pointsOf }: Judged): Alarm[] {
  const chosen = pointsOf('chosenReward');
  const rejected = pointsOf('rejectedReward');
  if (Math.min(chosen.length, rejected.length) < 8 || span(chosen) < 20) return [];
  const late = tail(chosen);
  const { mean, error } = meanOf(late);
  const loser = meanOf(tail(rejected));
  const before = meanOf(share(chosen, 0.4, 0.6));
  const margin = mean - loser.mean;
  const hasFallen = mean < -0.1 && mean + 2 * error < 0 && mean < -0.25 * Math.abs(margin);
  const recovers = mean > before.mean + error + before.error;
  if (!hasFallen || loser.mean + 2 * loser.error >= 0 || recovers) return [];
  const start = chosen.findLast(({ value }) => value >= 0)?.step ?? chosen[0]!.step;
  return [
    {
      kind: 'displacement',
      severity: 'warning',
      metric: 'chosenReward',
      from: start,
      to: late.at(-1)!.step,
      title: 'Chosen and rejected rewards fall together',
      message:
        'The policy grows less likely to do what it should learn from (likelihood displacement): raise the weight of the likelihood term (train.nllWeight), lower the learning rate, or drop pairs whose sides are nearly equal.',
    },
  ];
}

/** Batches differ in length, so a fall of the sum counts only where it is steady and the chosen reward agrees. */
function chosenFalls({ pointsOf }: Judged): Alarm[] {
  const points = pointsOf('chosenLogProbability');
  if (points.length < 12 || span(points) < 20) return [];
  const parts = [0, 1, 2, 3].map(part => meanOf(share(points, part / 4, (part + 1) / 4)));
  const [first, , , last] = parts as [Mean, Mean, Mean, Mean];
  const isSteady = parts.every((part, index) => index === 0 || part.mean < parts[index - 1]!.mean);
  const fall = first.mean - last.mean;
  const isLarge = fall > 2 * Math.hypot(first.error, last.error) && fall > 0.05 * Math.abs(first.mean);
  const rewards = tail(pointsOf('chosenReward'));
  const reward = meanOf(rewards);
  const isRefuted = rewards.length > 0 && reward.mean + 2 * reward.error >= 0 && reward.error > 0;
  if (!isSteady || !isLarge || isRefuted) return [];
  return [
    {
      kind: 'chosen-falls',
      severity: 'warning',
      metric: 'chosenLogProbability',
      from: points[0]!.step,
      to: points.at(-1)!.step,
      title: 'The chosen log-probability falls steadily',
      message: `It fell from ${first.mean.toPrecision(3)} to ${last.mean.toPrecision(3)}, so the policy forgets what it should learn from: stop early, lower the learning rate, or raise the weight of the likelihood term (train.nllWeight).`,
    },
  ];
}

function longerLosers({ curve, turns, pointsOf }: Judged): Alarm[] {
  const chosen = turns?.chosen ?? meanOf(pointsOf('chosenLength')).mean;
  const rejected = turns?.rejected ?? meanOf(pointsOf('rejectedLength')).mean;
  const ratio = rejected / chosen;
  const [from, to] = [curve.steps[0], curve.steps.at(-1)];
  if (!(ratio > 2) || from === undefined || to === undefined) return [];
  return [
    {
      kind: 'longer-losers',
      severity: 'warning',
      metric: 'rejectedLength',
      from,
      to,
      title: `Rejected sides are ${ratio.toFixed(1)} times as long as chosen ones`,
      message:
        'The policy can lower the loss by being short: cut rejected sides a few turns after the length of the chosen one (pairs.extraRounds).',
    },
  ];
}

type Mean = ReturnType<typeof meanOf>;

/** The last fifth, at least five points. */
function tail(points: readonly Point[]): readonly Point[] {
  return points.slice(-Math.max(5, Math.ceil(points.length / 5)));
}
