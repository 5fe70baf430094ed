import type { ExplorationStore, LineStore } from '../../../src/engine/exploration/store.ts';

/** A file in memory. Opening one cuts off a torn last line, as a file on disk does. */
export class MemoryLines implements LineStore {
  readonly name: string;
  text: string;
  /** Throws instead of taking a line. */
  fault: (() => Error | undefined) | undefined;

  constructor(name: string, text = '') {
    this.name = name;
    this.text = text.slice(0, text.lastIndexOf('\n') + 1);
  }

  size(): number {
    return Buffer.byteLength(this.text);
  }

  async *read(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(this.text);
  }

  append(line: string): void {
    const error = this.fault?.();
    if (error) throw error;
    this.text += `${line}\n`;
  }
}

export class MemoryStore implements ExplorationStore {
  readonly name = 'run';
  readonly trajectories: MemoryLines;
  readonly journal: MemoryLines;
  marker: string | undefined;

  constructor(trajectories = '', journal = '', marker?: string) {
    this.trajectories = new MemoryLines('run/episodes.trajectories.jsonl', trajectories);
    this.journal = new MemoryLines('run/episodes.journal.jsonl', journal);
    this.marker = marker;
  }

  async readMarker() {
    return this.marker;
  }

  async writeMarker(text: string) {
    this.marker = text;
  }
}
