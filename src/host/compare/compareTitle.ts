import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';

type Titled = Pick<OpenedEpisode, 'id' | 'outcome' | 'source'> & {
  readonly history: { readonly task: { readonly id: string } };
};

/**
 * What two compared episodes are called: the task and who played, `1-train-3: expert ↔ builtin-f457`. Two of one policy
 * are told apart by iteration, then by rollout, then by reward.
 */
export function compareTitle(left: Titled, right: Titled): string {
  const tasks = [...new Set([left.history.task.id, right.history.task.id])];
  return `${tasks.join(' ↔ ')}: ${names(left, right).join(' ↔ ')}`;
}

/** What a comparison of one episode with several is called: `1-train-3: 4 episodes against expert`. */
export function severalTitle({ history, source, id }: Titled, others: number): string {
  return `${history.task.id}: ${others} episodes against ${source?.policy ?? id}`;
}

function names(left: Titled, right: Titled): readonly [string, string] {
  const [one, other] = [left.source, right.source];
  if (!one || !other) return [one?.policy ?? left.id, other?.policy ?? right.id];
  if (one.policy !== other.policy) return [one.policy, other.policy];
  const told = (what: (episode: Titled) => string) => [left, right].map(what) as [string, string];
  if (one.iteration !== other.iteration)
    return told(({ source }) => `${source!.policy} at iteration ${source!.iteration ?? '–'}`);
  if (one.rollout !== other.rollout) return told(({ source }) => `${source!.policy} #${source!.rollout}`);
  return told(({ source, outcome }) => `${source!.policy} (reward ${outcome?.reward ?? '–'})`);
}
