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

/** What an episode is called among others of its task: `builtin-f457, iteration 1, rollout 3`. */
export function episodeName({ source, id }: Titled): string {
  if (!source) return id;
  const { policy, iteration, rollout } = source;
  return [policy, ...(iteration === undefined ? [] : [`iteration ${iteration}`]), `rollout ${rollout}`].join(', ');
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
