import { decodeEpisodeChange, type EpisodeChange, readChanges } from '../../engine/analysis/changesFile.ts';
import type { TurnChangesKey } from '../../protocol/episodeFiles.ts';
import { openTrajectoryFile } from '../trajectoryFile.ts';

/** Where the line of an episode lies, in bytes. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

interface Index {
  readonly state: string;
  readonly places: Promise<ReadonlyMap<string, Place>>;
}

type Bytes = (range?: { readonly from: number; readonly to: number }) => AsyncIterable<Uint8Array>;

/** Files of changes that are known at once. */
const mostFiles = 4;

/** Finds the changes of single episodes in files of changes; what is malformed there is as if it were absent. */
export class ChangesIndex {
  readonly #files = new Map<string, Index>();

  /** The changes of an episode; undefined where the file has none. Rejects with a `HumanError` where it cannot be read. */
  async find({ path, state, bytes, file, id }: TurnChangesKey): Promise<EpisodeChange | undefined> {
    if (bytes) return this.#look({ path, state, file, id }, given(bytes));
    const source = await openTrajectoryFile(path, path);
    try {
      return await this.#look({ path, state, file, id }, range => source.bytes(range));
    } finally {
      await source.close();
    }
  }

  async #look({ path, state, file, id }: TurnChangesKey, bytes: Bytes): Promise<EpisodeChange | undefined> {
    let known = this.#files.get(path);
    if (known?.state !== state) {
      known = { state, places: indexed(bytes, path) };
      this.#files.delete(path);
      this.#files.set(path, known);
      known.places.catch(() => this.#files.delete(path));
      for (const oldest of [...this.#files.keys()].slice(0, -mostFiles)) this.#files.delete(oldest);
    }
    const place = (await known.places).get(keyOf(file, id));
    if (!place) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes({ from: place.offset, to: place.offset + place.length }))
      chunks.push(chunk.slice());
    return changeIn(Buffer.concat(chunks).toString('utf8'), { file, id });
  }
}

/** The change in a line; undefined where the file has changed since its index was made. */
function changeIn(line: string, { file, id }: Pick<TurnChangesKey, 'file' | 'id'>): EpisodeChange | undefined {
  try {
    const read = decodeEpisodeChange(JSON.parse(line), { file, line: 1 });
    return 'value' in read && read.value.file === file && read.value.id === id ? read.value : undefined;
  } catch {
    return undefined;
  }
}

async function indexed(bytes: Bytes, path: string): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  for await (const entry of readChanges({ source: bytes(), file: path })) {
    if (!('value' in entry)) continue;
    const key = keyOf(entry.value.file, entry.value.id);
    if (!places.has(key)) places.set(key, { offset: entry.offset, length: entry.length });
  }
  return places;
}

function given(bytes: Uint8Array): Bytes {
  return async function* (range) {
    yield bytes.subarray(range?.from, range?.to);
  };
}

function keyOf(file: string, id: string): string {
  return `${file}\u0000${id}`;
}
