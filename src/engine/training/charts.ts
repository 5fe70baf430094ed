import { visible } from '../trajectory/visible.ts';
import type { Alarm } from './alarms.ts';
import { chartSummary } from './chartSummary.ts';
import type { Curve, Series } from './curve.ts';
import { downsample } from './downsample.ts';
import { heldOut } from './metricName.ts';
import type { TrainingFacts } from './trainingFacts.ts';

/** One line of a chart. */
export interface ChartSeries {
  readonly metric: string;
  readonly label: string;
  /** Null where there is a gap. */
  readonly values: Series;
  /** Lowest and highest of each value's 95 % interval, where it has one. */
  readonly ranges?: readonly (readonly [number, number] | null)[];
}

/** A drawing of one or two metrics over the steps of a training, ready to be shown. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What it shows, as one sentence; empty for a metric that Contrail does not know. */
  readonly description: string;
  /** What `steps` count. */
  readonly unit: 'step' | 'iteration';
  readonly steps: readonly number[];
  readonly series: readonly ChartSeries[];
  /** A level that gives the values a meaning. */
  readonly reference?: { readonly value: number; readonly label: string };
  /** How many points there are in the file; more than `steps` where the chart leaves some out. */
  readonly points: number;
  /** The chart in words. */
  readonly summary: string;
  readonly alarms: readonly Alarm[];
}

interface Plan {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly metrics: Readonly<Record<string, string>>;
  readonly reference?: Chart['reference'];
}

const plans: readonly Plan[] = [
  {
    id: 'loss',
    title: 'Loss',
    description: 'What training lowers: −log σ(margin) of pairs, or nats a token of imitation.',
    metrics: { loss: 'loss' },
  },
  {
    id: 'rewards',
    title: 'Chosen and rejected rewards',
    description: 'β × the log-probability gained since the reference policy; chosen should not fall.',
    metrics: { chosenReward: 'chosen', rejectedReward: 'rejected' },
    reference: { value: 0, label: 'reference policy' },
  },
  {
    id: 'margin',
    title: 'Reward margin',
    description: 'Chosen minus rejected reward.',
    metrics: { margin: 'margin' },
    reference: { value: 0, label: 'reference policy' },
  },
  {
    id: 'accuracy',
    title: 'Accuracy',
    description: 'Share of pairs whose chosen side gained more than the rejected one; 0.7 to 0.95 is healthy.',
    metrics: { accuracy: 'accuracy' },
    reference: { value: 0.5, label: 'chance' },
  },
  {
    id: 'chosenLogProbability',
    title: 'Chosen log-probability',
    description: 'Nats, summed over the tokens of the chosen side; it should stay or rise.',
    metrics: { chosenLogProbability: 'chosen' },
  },
  {
    id: 'gradientNorm',
    title: 'Gradient norm',
    description: 'Length of the gradient before clipping.',
    metrics: { gradientNorm: 'norm' },
  },
  {
    id: 'learningRate',
    title: 'Learning rate',
    description: 'Size of the steps.',
    metrics: { learningRate: 'rate' },
  },
  {
    id: 'nll',
    title: 'Chosen NLL a token',
    description: 'Nats a token of the chosen side: the likelihood term.',
    metrics: { nll: 'NLL' },
  },
  {
    id: 'rejectedLogProbability',
    title: 'Rejected log-probability',
    description: 'Nats, summed over the tokens of the rejected side.',
    metrics: { rejectedLogProbability: 'rejected' },
  },
  {
    id: 'lengths',
    title: 'Lengths',
    description: 'Trained tokens of the two sides; rejected sides should not be much longer.',
    metrics: { chosenLength: 'chosen', rejectedLength: 'rejected' },
  },
  { id: 'entropy', title: 'Entropy', description: 'Nats a token of the policy.', metrics: { entropy: 'entropy' } },
];

/** The charts of a training: those that Contrail knows in their order, then every other metric by itself. */
export function chartsOf(curve: Curve, facts: TrainingFacts, alarms: readonly Alarm[], limit = 2000): Chart[] {
  const known = new Set(plans.flatMap(({ metrics }) => Object.keys(metrics)));
  const unknown = [...curve.series.keys()].filter(name => !known.has(name.replace(heldOut, '')));
  const others = unknown.map((name): Plan => {
    const shown = visible(name);
    const title = name === 'tokens' ? 'Tokens a step' : shown;
    return { id: name, title, description: '', metrics: { [name]: shown } };
  });
  return [...plans, ...others].flatMap(plan => chart(curve, withLogTwo(plan, facts), alarms, limit) ?? []);
}

function withLogTwo(plan: Plan, { kind }: TrainingFacts): Plan {
  return plan.id === 'loss' && kind === 'preference'
    ? { ...plan, reference: { value: Math.LN2, label: 'nothing learned (log 2)' } }
    : plan;
}

function chart(curve: Curve, plan: Plan, alarms: readonly Alarm[], limit: number): Chart | undefined {
  const { id, title, description, metrics, reference } = plan;
  const lines = Object.entries(metrics).flatMap(([metric, label]) =>
    [metric, metric + heldOut].flatMap(name => {
      const values = curve.series.get(name);
      return values ? [{ metric: name, label: name === metric ? label : label + heldOut, values }] : [];
    }),
  );
  if (lines.length === 0) return undefined;
  const kept = downsample(
    curve.steps.length,
    lines.map(({ values }) => values),
    limit,
  );
  const own = alarms.filter(({ metric }) => lines.some(line => line.metric === metric));
  return {
    id,
    title,
    description,
    unit: 'step',
    steps: kept.map(index => curve.steps[index]!),
    series: lines.map(line => ({ ...line, values: kept.map(index => finite(line.values[index])) })),
    ...(reference && { reference }),
    points: curve.steps.length,
    summary: chartSummary({ title, unit: 'step', steps: curve.steps, series: lines, alarms: own }),
    alarms: own,
  };
}

function finite(value: number | null | undefined): number | null {
  return value != null && Number.isFinite(value) ? value : null;
}
