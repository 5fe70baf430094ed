import { NumberColumn } from './numberColumn.ts';

const blockSize = 1 << 20;

/** Longer texts are cut: the pool is for lists, not for reading. */
const longestText = 512;

/** At most this many bytes of UTF-8. */
const longestBytes = longestText * 3;

/**
 * Different texts, each kept once as UTF-8 and known by a number, outside of the garbage-collected heap: a million of
 * them cost little more than their bytes.
 */
export class TextPool {
  readonly #blocks: Buffer[] = [];
  readonly #offsets = new NumberColumn();
  readonly #lengths = new NumberColumn();
  readonly #scratch = Buffer.allocUnsafe(longestBytes);
  /** Codes + 1 by hash, 0 where free: open addressing, at most half full. */
  #table = new Uint32Array(1024);
  #count = 0;
  #end = 0;

  /** The number of a text; texts longer than some hundred characters are cut and end with `…`. */
  codeOf(text: string): number {
    const length = this.#prepare(text);
    const slot = this.#slotOf(length);
    const entry = this.#table[slot]!;
    if (entry !== 0) return entry - 1;
    const code = this.#count++;
    this.#table[slot] = code + 1;
    this.#append(code, length);
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return code;
  }

  /** The number of a text that is there; undefined for others. */
  find(text: string): number | undefined {
    const entry = this.#table[this.#slotOf(this.#prepare(text))]!;
    return entry === 0 ? undefined : entry - 1;
  }

  /** The text of a number. */
  text(code: number): string {
    const offset = this.#offsets.get(code);
    const start = offset % blockSize;
    return this.#blocks[Math.floor(offset / blockSize)]!.toString('utf8', start, start + this.#lengths.get(code));
  }

  /** Writes what is kept of a text into the scratch; returns its bytes. */
  #prepare(text: string): number {
    return this.#scratch.write(text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text, 0, 'utf8');
  }

  /** Where the scratch's text stands in the table, or where it would. */
  #slotOf(length: number): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(this.#scratch, 0, length) & mask;
    for (let entry = this.#table[slot]!; entry !== 0; entry = this.#table[slot]!) {
      if (this.#isScratch(entry - 1, length)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #append(code: number, length: number): void {
    const room = this.#blocks.length * blockSize - this.#end;
    if (room < length || this.#blocks.length === 0) {
      this.#end = this.#blocks.length * blockSize;
      this.#blocks.push(Buffer.allocUnsafeSlow(blockSize));
    }
    this.#scratch.copy(this.#blocks.at(-1)!, this.#end % blockSize, 0, length);
    this.#offsets.set(code, this.#end);
    this.#lengths.set(code, length);
    this.#end += length;
  }

  #isScratch(code: number, length: number): boolean {
    if (this.#lengths.get(code) !== length) return false;
    const offset = this.#offsets.get(code);
    const block = this.#blocks[Math.floor(offset / blockSize)]!;
    const start = offset % blockSize;
    return this.#scratch.compare(block, start, start + length, 0, length) === 0;
  }

  #rehash(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let code = 0; code < this.#count; code++) {
      const offset = this.#offsets.get(code);
      const start = offset % blockSize;
      const block = this.#blocks[Math.floor(offset / blockSize)]!;
      let slot = hashOf(block, start, start + this.#lengths.get(code)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = code + 1;
    }
    this.#table = table;
  }
}

/** FNV-1a of some bytes, its bits mixed once more so that the low ones suffice. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
