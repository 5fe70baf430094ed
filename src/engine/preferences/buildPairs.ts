import { HumanError, type Problem } from '../problem.ts';
import type { NoPairReason, PairProposal } from './pair.ts';
import type { PairStrategy, Stored, TaskGroup } from './strategy.ts';
import { TaskIndex } from './taskIndex.ts';
import { readSpan, type TrajectoryFile } from './trajectoryFile.ts';

/** What came of all trajectories, as ETO's builder prints it and with everything that it leaves out. */
export interface PairSummary {
  /** Tasks of an episode or a demonstration. */
  readonly tasks: number;
  readonly episodes: number;
  readonly demonstrations: number;
  readonly pairs: number;
  /** Pairs whose rejected side is the demonstration: the policy did better. */
  readonly win: number;
  /** Pairs whose chosen side is the demonstration. */
  readonly lose: number;
  /** Pairs of two of the policy's own episodes. */
  readonly own: number;
  /** Tasks that have a pair. */
  readonly pairedTasks: number;
  /** Why there is no pair, by reason; the sum over all but `no-episode` counts episodes, each once. */
  readonly reasons: Readonly<Partial<Record<NoPairReason, number>>>;
  /** Lines that could not be read. */
  readonly problems: number;
}

/** One thing that pairing found; the summary comes last. */
export type PairEvent = PairProposal | { readonly problem: Problem } | { readonly summary: PairSummary };

export interface PairInput {
  readonly strategy: PairStrategy;
  /** The policy's episodes; several files of one or more iterations are taken together. */
  readonly episodes: readonly TrajectoryFile[];
  /** Demonstrations; of several for a task the one with the highest reward counts, then the shortest, then the first. */
  readonly experts: readonly TrajectoryFile[];
  readonly signal?: AbortSignal;
}

/**
 * Pairs of trajectory files, task by task in the order in which the tasks first appear. The files are read twice: once
 * to learn where each task's trajectories lie, and then a task at a time, so that memory holds one task's trajectories
 * and an index whatever the size and the order of the files. A line that cannot be read is reported and counted.
 */
export async function* buildPairs({ strategy, episodes, experts, signal }: PairInput): AsyncGenerator<PairEvent> {
  const tally = new SummaryTally();
  const index = async function* (files: readonly TrajectoryFile[], into: TaskIndex): AsyncGenerator<PairEvent> {
    for (const file of files) {
      for await (const entry of readSpan(file)) {
        signal?.throwIfAborted();
        if ('value' in entry) into.add(file, entry.value, entry);
        else {
          tally.problems++;
          yield { problem: entry.problem };
        }
      }
    }
  };
  const episodeIndex = new TaskIndex();
  const expertIndex = new TaskIndex();
  yield* index(episodes, episodeIndex);
  yield* index(experts, expertIndex);

  for (const key of new Set([...episodeIndex.keys(), ...expertIndex.keys()])) {
    signal?.throwIfAborted();
    const played = await episodeIndex.load(key);
    const demonstrated = await expertIndex.load(key);
    if (played.missing + demonstrated.missing > 0)
      throw new HumanError(
        'A trajectory file changed while pairs were made from it. Make them again when it is complete.',
      );
    const { kept, repeated } = withoutRepeats(played.stored);
    const expert = bestDemonstration(demonstrated.stored);
    const { task } = (kept[0] ?? expert)!.trajectory;
    const group: TaskGroup = { task, episodes: kept, ...(expert && { expert }) };
    const proposals: PairProposal[] = [
      ...strategy.propose(group),
      ...repeated.map(({ trajectory }) => ({ task, episode: trajectory.id, reason: 'duplicate' as const })),
    ];
    tally.add(group, proposals, { episodes: played.stored.length, demonstrations: demonstrated.stored.length });
    yield* proposals;
  }
  yield { summary: tally.summary() };
}

/** A pair names a trajectory by file and id, so the same file twice, or an id twice in a file, counts once. */
function withoutRepeats(episodes: readonly Stored[]): { kept: Stored[]; repeated: Stored[] } {
  const seen = new Set<string>();
  const kept: Stored[] = [];
  const repeated: Stored[] = [];
  for (const stored of episodes) {
    const name = `${stored.file}\u0000${stored.trajectory.id}`;
    (seen.has(name) ? repeated : kept).push(stored);
    seen.add(name);
  }
  return { kept, repeated };
}

function bestDemonstration(stored: readonly Stored[]): Stored | undefined {
  const reward = ({ trajectory }: Stored) => trajectory.outcome.reward ?? 1;
  const steps = ({ trajectory }: Stored) => trajectory.steps.length;
  return [...stored].sort((a, b) => reward(b) - reward(a) || steps(a) - steps(b))[0];
}

class SummaryTally {
  problems = 0;
  private readonly counts = {
    tasks: 0,
    episodes: 0,
    demonstrations: 0,
    pairs: 0,
    win: 0,
    lose: 0,
    own: 0,
    pairedTasks: 0,
  };
  private readonly reasons: Partial<Record<NoPairReason, number>> = {};

  add(group: TaskGroup, proposals: readonly PairProposal[], read: { episodes: number; demonstrations: number }): void {
    const { counts } = this;
    const isExpert = (side: { file: string; id: string }) =>
      side.file === group.expert?.file && side.id === group.expert.trajectory.id;
    counts.tasks++;
    counts.episodes += read.episodes;
    counts.demonstrations += read.demonstrations;
    if (proposals.some(proposal => 'pair' in proposal)) counts.pairedTasks++;
    for (const proposal of proposals) {
      if ('reason' in proposal) this.reasons[proposal.reason] = (this.reasons[proposal.reason] ?? 0) + 1;
      else {
        counts.pairs++;
        counts[isExpert(proposal.pair.rejected) ? 'win' : isExpert(proposal.pair.chosen) ? 'lose' : 'own']++;
      }
    }
  }

  summary(): PairSummary {
    return { ...this.counts, reasons: this.reasons, problems: this.problems };
  }
}
