import { type Ending, endings, type Split, splits, type Trajectory } from '../trajectory/trajectory.ts';

/** How a policy did on a set of episodes. Means are null where there is nothing to take the mean of. */
export interface Metrics {
  readonly episodes: number;
  /** Episodes without a reward (they could not be played to an end): no part of the means, never counted as 0. */
  readonly unjudged: number;
  /** Mean final reward of the judged episodes, in [0, 1]: ETO's metric (paper §4.1). */
  readonly averageReward: number | null;
  /** Share of the judged episodes with reward 1; an episode that is merely done is no success. */
  readonly successRate: number | null;
  /** Mean steps of a judged episode. */
  readonly steps: number | null;
  /** Mean steps of a successful episode. */
  readonly successSteps: number | null;
  /** Share of all steps whose action the environment did not understand. */
  readonly invalidRate: number | null;
  /** How many episodes ended how; endings that did not occur are absent. */
  readonly endings: Readonly<Partial<Record<Ending, number>>>;
}

export type SplitMetrics = Readonly<Partial<Record<Split, Metrics>>>;

/** Sums that metrics are made of; takes episodes one by one, so that a file of any size is measured in little memory. */
export class Tally {
  private episodes = 0;
  private judged = 0;
  private successes = 0;
  private reward = 0;
  private judgedSteps = 0;
  private successSteps = 0;
  private steps = 0;
  private invalid = 0;
  private readonly endings = new Map<Ending, number>();

  add({ outcome, steps }: Pick<Trajectory, 'outcome' | 'steps'>): void {
    this.episodes++;
    this.endings.set(outcome.ending, (this.endings.get(outcome.ending) ?? 0) + 1);
    this.steps += steps.length;
    this.invalid += steps.filter(step => !step.valid).length;
    if (outcome.reward === null) return;
    this.judged++;
    this.reward += outcome.reward;
    this.judgedSteps += steps.length;
    if (!outcome.success) return;
    this.successes++;
    this.successSteps += steps.length;
  }

  metrics(): Metrics {
    return {
      episodes: this.episodes,
      unjudged: this.episodes - this.judged,
      averageReward: share(this.reward, this.judged),
      successRate: share(this.successes, this.judged),
      steps: share(this.judgedSteps, this.judged),
      successSteps: share(this.successSteps, this.successes),
      invalidRate: share(this.invalid, this.steps),
      endings: Object.fromEntries(
        endings.filter(ending => this.endings.has(ending)).map(ending => [ending, this.endings.get(ending)]),
      ),
    };
  }
}

/** The metrics of each split that has episodes, as a function of the episodes alone. */
export function metricsBySplit(episodes: Iterable<Trajectory>): SplitMetrics {
  const tallies = new Map<Split, Tally>();
  for (const episode of episodes) {
    const tally = tallies.get(episode.task.split) ?? new Tally();
    tallies.set(episode.task.split, tally);
    tally.add(episode);
  }
  return Object.fromEntries(
    splits.filter(split => tallies.has(split)).map(split => [split, tallies.get(split)!.metrics()]),
  );
}

function share(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}
