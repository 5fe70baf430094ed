import { lines } from '../trajectory/lines.ts';

/** An append-only file of whole lines with one writer. What a kill left of a last line is gone when it is opened. */
export interface LineStore {
  /** For messages. */
  readonly name: string;
  /** Bytes of the whole lines. */
  size(): number;
  read(): AsyncIterable<Uint8Array>;
  /** Adds a line, its end included by this call. After an error the file still consists of whole lines. */
  append(line: string): void;
}

/** Where an exploration lives. */
export interface ExplorationStore {
  /** For messages. */
  readonly name: string;
  /** Finished episodes in canonical order, one ATIF document a line. */
  readonly trajectories: LineStore;
  /** Every step as it happened, with its time. */
  readonly journal: LineStore;
  /** The marker, or undefined where no exploration has begun. */
  readMarker(): Promise<ExplorationMarker | undefined>;
  /** Replaces the marker as a whole. */
  writeMarker(marker: ExplorationMarker): Promise<void>;
}

/** What tells a complete exploration from a partial one. */
export interface ExplorationMarker {
  readonly format: 'contrail-exploration-1';
  readonly status: 'complete' | 'partial';
  /** Episodes of the plan. */
  readonly total: number;
  /** Hash of the plan. */
  readonly plan: string;
  /** Size of the complete trajectory file: one that was cut since is recognised. */
  readonly bytes?: number;
}

/** How far an exploration is. */
export interface ExplorationStatus {
  readonly status: 'complete' | 'partial';
  /** Episodes that are stored. */
  readonly done: number;
  readonly total: number;
}

/** How far the exploration in `store` is; undefined where none has begun. */
export async function explorationStatus(
  store: Pick<ExplorationStore, 'readMarker'> & { readonly trajectories: Pick<LineStore, 'size' | 'read'> },
): Promise<ExplorationStatus | undefined> {
  const marker = await store.readMarker();
  if (!marker) return undefined;
  const { total, bytes } = marker;
  if (marker.status === 'complete' && bytes === store.trajectories.size())
    return { status: 'complete', done: total, total };
  let done = 0;
  for await (const batch of lines(store.trajectories.read())) done += batch.length;
  return { status: 'partial', done, total };
}
