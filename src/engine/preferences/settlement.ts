import { turnDivergence } from '../analysis/divergence.ts';
import type { Step } from '../trajectory/trajectory.ts';
import { type Contender, judge } from './contender.ts';
import { isNoisy } from './noise.ts';
import type { PairOptions } from './options.ts';
import type { NoPairReason, PairProposal, PairSide } from './pair.ts';
import { pairId } from './pairId.ts';
import type { Stored, TaskGroup } from './strategy.ts';

/** Which trajectory is preferred to which. */
export interface Match {
  readonly chosen: Contender;
  readonly rejected: Contender;
}

export interface Settlement {
  /** Recorded in the pairs. */
  readonly strategy: string;
  readonly group: TaskGroup;
  readonly options: PairOptions;
  /** The match that an episode enters, or why it enters none. */
  rule(episode: Contender): Match | NoPairReason;
}

/**
 * One proposal an episode, in the order of the episodes: the pair that the rule finds for it and the options admit, or
 * the reason there is none. An episode that stands in another episode's pair needs no reason of its own.
 */
export function settle({ strategy, group, options, rule }: Settlement): PairProposal[] {
  const { task, episodes } = group;
  if (episodes.length === 0) return [{ task, reason: 'no-episode' }];
  const failures = new Set<string>();
  const paired = new Set<Stored>();
  let pairs = 0;

  const admit = ({ chosen, rejected }: Match): PairProposal | NoPairReason => {
    const winner = chosen.stored.trajectory;
    const loser = rejected.stored.trajectory;
    const isOwn = rejected.stored !== group.expert;
    const limit = isOwn && options.extraRounds !== null ? winner.steps.length + options.extraRounds : Infinity;
    const kept = loser.steps.slice(0, limit);
    const said = kept.map(step => step.text).join('\u0000');
    if (isOwn && options.distinct && failures.has(said)) return 'duplicate';
    failures.add(said);
    if (isOwn && isNoisy(kept, options)) return 'noisy-loser';
    const divergence = turnDivergence(winner.steps, kept);
    // ETO keeps such a pair; its gradient is zero.
    if (divergence === null) return 'identical-after-cut';
    const longest = Math.max(length(winner.steps), length(kept)) + winner.opening.length;
    if (options.maxCharacters !== null && longest > options.maxCharacters) return 'over-length';
    if (options.quotaPerTask !== null && pairs >= options.quotaPerTask) return 'over-quota';
    pairs++;
    paired.add(chosen.stored).add(rejected.stored);
    const sides = { chosen: side(chosen, winner.steps.length), rejected: side(rejected, kept.length) };
    return {
      pair: {
        format: 'contrail-pair-1',
        id: pairId(sides),
        task: { environment: task.environment, split: task.split, id: task.id },
        ...sides,
        strategy,
        margin: chosen.reward - rejected.reward,
        divergence,
      },
    };
  };

  const proposals = episodes.map((stored): PairProposal => {
    const reward = judge(stored, options);
    const ruling = typeof reward === 'string' ? reward : rule({ stored, reward });
    const result = typeof ruling === 'string' ? ruling : admit(ruling);
    return typeof result === 'string' ? { task, episode: stored.trajectory.id, reason: result } : result;
  });
  return proposals.filter((proposal, index) => 'pair' in proposal || !paired.has(episodes[index]!));
}

/** `match` if its rewards are further apart than the margin, else the reason. */
export function withMargin(match: Match, options: PairOptions): Match | NoPairReason {
  const difference = match.chosen.reward - match.rejected.reward;
  if (difference === 0) return 'tie';
  return difference > options.margin ? match : 'below-margin';
}

function side({ stored, reward }: Contender, to: number): PairSide {
  const { id, source } = stored.trajectory;
  return { file: stored.file, id, from: 0, to, reward, policy: source.policy };
}

function length(steps: readonly Step[]): number {
  return steps.reduce((sum, { text, observation }) => sum + text.length + observation.length, 0);
}
