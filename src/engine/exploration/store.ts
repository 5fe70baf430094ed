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
  /** The marker's text, or undefined where no exploration has begun. */
  readMarker(): Promise<string | undefined>;
  /** Replaces the marker as a whole or not at all. */
  writeMarker(text: string): Promise<void>;
}
