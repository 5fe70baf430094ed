import { HumanError } from '../../engine/problem.ts';
import type { Trajectory } from '../../engine/trajectory/trajectory.ts';
import type { EpisodeKey, MalformedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeFile } from './episodeFile.ts';
import type { JournalEntry, JournalFile } from './journalFile.ts';
import { decodeLine } from './lineDecoder.ts';
import type { FoundEpisode } from './openedEpisode.ts';
import { rowsWithId } from './rowsWithId.ts';

/** So much of a malformed line is given back. In bytes. */
const longestRaw = 1_000_000;

/** Where an episode may stand. */
export interface EpisodePlaces {
  readonly file: EpisodeFile;
  readonly journal: JournalFile | undefined;
}

/** An episode by its key: from the file, else from the journal. Rejects with a `HumanError` when neither has it. */
export async function findEpisode(
  { file, journal }: EpisodePlaces,
  { id, line }: EpisodeKey,
): Promise<FoundEpisode | MalformedEpisode> {
  let unreadable: unknown;
  try {
    await file.look({ summaries: false });
    const found = await storedIn(file, { id, line });
    if (found) return found;
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    unreadable = error;
  }
  const entry = id === undefined ? undefined : await journal?.episode(id);
  if (entry) return journaled(entry);
  if (unreadable) throw unreadable;
  throw new HumanError(
    id === undefined
      ? `${file.path} has nothing on line ${line}.`
      : `The episode "${id}" does not stand in ${file.path}; it may have been replaced since.`,
  );
}

interface Wanted {
  readonly id: string | undefined;
  readonly line: number | undefined;
}

async function storedIn(file: EpisodeFile, { id, line }: Wanted): Promise<FoundEpisode | MalformedEpisode | undefined> {
  if (line !== undefined) {
    await file.indexed(() => file.rows.index.rowOfLine(line) !== undefined);
    const row = file.rows.index.rowOfLine(line);
    const found = row === undefined ? undefined : await openRow(file, row);
    if (found && (id === undefined || ('id' in found && found.id === id))) return found;
  }
  if (id === undefined) return undefined;
  for await (const row of rowsWithId(file, id)) {
    const found = await openRow(file, row);
    if ('id' in found && found.id === id) return found;
  }
  return undefined;
}

async function openRow(file: EpisodeFile, row: number): Promise<FoundEpisode | MalformedEpisode> {
  const line = file.rows.index.line(row);
  const { bytes, isWhole } = await file.line(row);
  const read = decodeLine(isWhole ? bytes : undefined, { file: file.path, line });
  if ('value' in read) return stored(read.value, line);
  const raw = bytes.subarray(0, longestRaw);
  return { problem: read.problem, raw: raw.toString(), omitted: file.rows.index.length(row) - raw.length };
}

function stored({ id, task, opening, steps, outcome, source }: Trajectory, line: number): FoundEpisode {
  return { id, line, history: { task, opening, steps }, outcome, source };
}

function journaled({ order, episode }: JournalEntry): FoundEpisode {
  const { id, task, source } = order;
  const { opening, steps, outcome } = episode;
  return { id, history: { task, opening, steps }, source, ...(outcome && { outcome }) };
}
