import type { Step, Trajectory } from '../trajectory/trajectory.ts';
import { type Contender, judge } from './contender.ts';
import { type Extent, extentsOf, type FindExtent } from './level.ts';
import { isNoisy } from './noise.ts';
import type { PairOptions } from './options.ts';
import type { NoPairReason, PairProposal, PairSide, PreferencePair } from './pair.ts';
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

/** A kind of pair, and what the rejected sides of its pairs have said so far. */
interface Kind {
  readonly find: FindExtent;
  readonly failures: Set<string>;
}

/**
 * What comes of each episode, in the order of the episodes: the pair that the rule finds for it and the options admit (at
 * the level `mixture` up to two of them), or the reason there is none. An episode that stands in another episode's pair
 * needs no reason of its own.
 */
export function settle({ strategy, group, options, rule }: Settlement): PairProposal[] {
  const { task, episodes } = group;
  if (episodes.length === 0) return [{ task, reason: 'no-episode' }];
  const kinds = extentsOf(options.level).map((find): Kind => ({ find, failures: new Set() }));
  const paired = new Set<Stored>();
  let matches = 0;

  const admit = ({ chosen, rejected }: Match, { find, failures }: Kind): PreferencePair | NoPairReason => {
    const winner = chosen.stored.trajectory;
    const isOwn = rejected.stored !== group.expert;
    const loser = isOwn ? cut(rejected.stored.trajectory, winner, options) : rejected.stored.trajectory;
    const extent = find(winner, loser);
    const steps = typeof extent === 'string' ? loser.steps : loser.steps.slice(0, extent.rejectedTo);
    const said = steps.map(step => step.text).join('\u0000');
    if (isOwn && options.distinct && failures.has(said)) return 'duplicate';
    failures.add(said);
    if (isOwn && isNoisy(loser.steps, options)) return 'noisy-loser';
    if (typeof extent === 'string') return extent;
    const longest = Math.max(length(winner.steps.slice(0, extent.chosenTo)), length(steps)) + winner.opening.length;
    if (options.maxCharacters !== null && longest > options.maxCharacters) return 'over-length';
    if (options.quotaPerTask !== null && matches >= options.quotaPerTask) return 'over-quota';
    return pairOf({ chosen, rejected }, extent, { strategy, task });
  };

  const judged = episodes.map((stored): readonly PreferencePair[] | NoPairReason => {
    const reward = judge(stored, options);
    const ruling = typeof reward === 'string' ? reward : rule({ stored, reward });
    if (typeof ruling === 'string') return ruling;
    const found = kinds.map(kind => admit(ruling, kind));
    const pairs = found.filter(each => typeof each !== 'string');
    if (pairs.length === 0) return found[0] as NoPairReason;
    matches++;
    paired.add(ruling.chosen.stored).add(ruling.rejected.stored);
    // Episodes of one turn are the same pair at either level.
    return pairs.filter(({ id }, index) => pairs.findIndex(other => other.id === id) === index);
  });
  return judged.flatMap((result, index): PairProposal[] => {
    if (typeof result !== 'string') return result.map(pair => ({ pair }));
    const stored = episodes[index]!;
    return paired.has(stored) ? [] : [{ task, episode: stored.trajectory.id, reason: result }];
  });
}

/** `match` if its rewards are further apart than the margin, else the reason. */
export function withMargin(match: Match, options: PairOptions): Match | NoPairReason {
  const difference = match.chosen.reward - match.rejected.reward;
  if (difference === 0) return 'tie';
  return difference > options.margin ? match : 'below-margin';
}

/** A rejected episode as far as it may go on beyond the end of the chosen one. */
function cut(loser: Trajectory, winner: Trajectory, { extraRounds }: PairOptions): Trajectory {
  return extraRounds === null ? loser : { ...loser, steps: loser.steps.slice(0, winner.steps.length + extraRounds) };
}

function pairOf(
  { chosen, rejected }: Match,
  { from, chosenTo, rejectedTo, divergence }: Extent,
  { strategy, task }: Pick<Settlement, 'strategy'> & Pick<TaskGroup, 'task'>,
): PreferencePair {
  const sides = { chosen: side(chosen, from, chosenTo), rejected: side(rejected, from, rejectedTo) };
  return {
    format: 'contrail-pair-1',
    id: pairId(sides),
    task: { environment: task.environment, split: task.split, id: task.id },
    ...sides,
    strategy,
    margin: chosen.reward - rejected.reward,
    divergence,
  };
}

function side({ stored, reward }: Contender, from: number, to: number): PairSide {
  const { id, source } = stored.trajectory;
  return { file: stored.file, id, from, to, reward, policy: source.policy };
}

function length(steps: readonly Step[]): number {
  return steps.reduce((sum, { text, observation }) => sum + text.length + observation.length, 0);
}
