import { hashOf } from '../configuration/canonical.ts';
import { HumanError, type Read } from '../problem.ts';
import { object, string } from '../trajectory/fields.ts';
import { readJsonLines } from '../trajectory/reader.ts';
import { type JournaledEpisode, journalHeader, readJournal, readJournalHeader } from './journal.ts';
import { readMarker, writeMarker } from './marker.ts';
import { type EpisodeOrder, type ExplorationPlan, planDifferences } from './plan.ts';
import type { ExplorationStore, LineStore } from './store.ts';

/** What earlier processes left of an exploration. */
export interface Remains {
  /** Episodes that stand in the trajectory file: the first so many of the canonical order. */
  readonly stored: number;
  /** What the journal knows of the others, by id. */
  readonly episodes: ReadonlyMap<string, JournaledEpisode>;
}

/**
 * Opens the exploration of a plan, new or begun. Throws `HumanError` when the store holds the exploration of another
 * plan, naming what differs, or something that no exploration wrote.
 */
export async function resume(
  store: ExplorationStore,
  plan: ExplorationPlan,
  orders: readonly EpisodeOrder[],
): Promise<Remains> {
  const hash = hashOf(plan);
  const marker = await readMarker(store);
  const header = await readJournalHeader(store.journal);
  const known = header?.hash ?? marker?.plan;
  if (known !== undefined && known !== hash) {
    const differences = header ? ` What differs: ${planDifferences(header.plan, plan)}.` : '';
    throw new HumanError(
      `${store.name} holds an exploration with another configuration.${differences} ` +
        'Restore the configuration to go on with it, or explore in a new folder.',
    );
  }
  if (known === undefined && store.trajectories.size() > 0)
    throw new HumanError(
      `${store.trajectories.name} is in the way: it is not known how its trajectories were made. Move it, or explore in a new folder.`,
    );
  if (!marker) await writeMarker(store, { status: 'partial', total: orders.length, plan: hash });
  if (!header) store.journal.append(journalHeader(plan));
  const stored = await countStored(store.trajectories, orders);
  const owed = new Set(orders.slice(stored).map(({ id }) => id));
  return { stored, episodes: await readJournal(store.journal, owed) };
}

/** The number of stored episodes. Throws `HumanError` when they are not the plan's episodes in canonical order. */
async function countStored(file: LineStore, orders: readonly EpisodeOrder[]): Promise<number> {
  let count = 0;
  const readId = (value: unknown): Read<string> => ({
    value: string(object(value, 'the line')['trajectory_id'], 'trajectory_id'),
  });
  for await (const entry of readJsonLines({ source: file.read(), file: file.name }, readId)) {
    const expected = orders[count++]?.id;
    const found = 'value' in entry ? entry.value : entry.problem.message;
    if (found !== expected)
      throw new HumanError(
        `${file.name}:${entry.line}: expected ${expected === undefined ? 'no more episodes' : `the episode "${expected}"`}, ` +
          `but found "${found}". Delete the file from this line on; what the journal holds is written again.`,
      );
  }
  return count;
}
