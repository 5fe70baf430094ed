import type { EpisodeFile } from './episodeFile.ts';
import { Pause } from './pause.ts';

const chunkSize = 1 << 20;

/**
 * The rows that may hold the episode of an id: what is summarised is looked up, the rest is searched for the id's
 * bytes, so that an episode of a great file opens before the file is read.
 */
export async function* rowsWithId(file: EpisodeFile, id: string): AsyncGenerator<number, void> {
  const { rows } = file;
  const { summarised } = rows;
  yield* rows.table.rowsWithId(id, summarised);
  await file.indexed(() => false);
  // An episode of another tool without an id goes by its line.
  const line = /^line (\d+)$/.exec(id)?.[1];
  const row = line === undefined ? undefined : rows.index.rowOfLine(Number(line));
  if (row !== undefined) yield row;
  if (summarised < rows.index.rows) yield* searched(file, { id, first: summarised });
}

/** The rows from `first` on in which the id stands as a text of JSON. */
async function* searched(
  file: EpisodeFile,
  { id, first }: { readonly id: string; readonly first: number },
): AsyncGenerator<number, void> {
  const { index } = file.rows;
  const needle = Buffer.from(JSON.stringify(id));
  const buffer = Buffer.allocUnsafeSlow(chunkSize + needle.length);
  const pause = new Pause();
  let last = -1;
  for (let at = index.offset(first); at < index.scanned; at += chunkSize) {
    // What the end of one part cuts stands whole in its overlap with the next.
    const bytes = buffer.subarray(0, await file.source.read(buffer, at));
    for (let hit = bytes.indexOf(needle); hit !== -1; hit = bytes.indexOf(needle, hit + 1)) {
      const row = index.rowAt(at + hit);
      if (row !== undefined && row > last) yield row;
      last = Math.max(last, row ?? -1);
    }
    if (pause.isDue) await pause.take();
  }
}
