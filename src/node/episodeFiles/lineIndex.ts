import { NumberColumn } from './numberColumn.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const space = 0x20;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** So many lines fit into a list; what follows them is one row that says so. */
export const mostRows = 5_000_000;

/** Where the lines of a file lie that are not blank, found as its bytes come by. */
export class LineIndex {
  readonly #offsets = new NumberColumn();
  readonly #lengths = new NumberColumn();
  readonly #lines = new NumberColumn();
  #rows = 0;
  /** Bytes that were looked at. */
  #scanned = 0;
  /** The line that is begun: where, which, whether it is blank so far. */
  #start = 0;
  #line = 1;
  #isBlank = true;
  #hasTail = false;
  #isDocument = false;

  get rows(): number {
    return this.#rows;
  }

  get scanned(): number {
    return this.#scanned;
  }

  /** Whether a line without its end stands after the last row. */
  get isTorn(): boolean {
    return !this.#isBlank && !this.#hasTail;
  }

  /** Whether the last row is a line without its end. */
  get hasTail(): boolean {
    return this.#hasTail;
  }

  /** Whether the file is one document, its only row. */
  get isDocument(): boolean {
    return this.#isDocument;
  }

  /** In bytes. */
  offset(row: number): number {
    return this.#offsets.get(row);
  }

  /** In bytes, without the line's end. */
  length(row: number): number {
    return this.#lengths.get(row);
  }

  /** 1-based. */
  line(row: number): number {
    return this.#lines.get(row);
  }

  /** The row of a line; undefined when it is blank or not found yet. */
  rowOfLine(line: number): number | undefined {
    const row = this.#lastWhere(each => this.line(each) <= line);
    return row >= 0 && this.line(row) === line ? row : undefined;
  }

  /** The row to which the byte at `offset` belongs; undefined when it stands on a blank line. */
  rowAt(offset: number): number | undefined {
    const row = this.#lastWhere(each => this.offset(each) <= offset);
    return row >= 0 && offset < this.offset(row) + this.length(row) ? row : undefined;
  }

  /** Goes on with the bytes that follow those scanned. There must be no tail row. */
  scan(bytes: Uint8Array): void {
    let at = this.#scanned === 0 && byteOrderMark.every((byte, index) => bytes[index] === byte) ? 3 : 0;
    while (at < bytes.length) {
      const found = this.#rows < mostRows - 1 ? bytes.indexOf(lineFeed, at) : -1;
      const end = found === -1 ? bytes.length : found;
      this.#isBlank &&= isBlank(bytes, at, end);
      if (found !== -1) {
        if (!this.#isBlank) this.#add(this.#scanned + found);
        this.#start = this.#scanned + found + 1;
        this.#line++;
        this.#isBlank = true;
      }
      at = end + 1;
    }
    this.#scanned += bytes.length;
  }

  /** Makes one row of the whole file. */
  addDocument(size: number): void {
    this.#isDocument = true;
    this.#scanned = size;
    this.#add(size);
  }

  /** Makes a row of the line that is begun, because nothing more comes. */
  addTail(): void {
    this.#hasTail = true;
    this.#add(this.#scanned);
  }

  /** Takes that row back, because something has come. */
  dropTail(): void {
    this.#hasTail = false;
    this.#rows--;
  }

  /** The last row for which something holds that holds for all before it; -1 when there is none. */
  #lastWhere(holds: (row: number) => boolean): number {
    let from = 0;
    let to = this.#rows;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (holds(middle)) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  #add(end: number): void {
    this.#offsets.set(this.#rows, this.#start);
    this.#lengths.set(this.#rows, end - this.#start);
    this.#lines.set(this.#rows, this.#line);
    this.#rows++;
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte !== space && byte !== tab && byte !== carriageReturn) return false;
  }
  return true;
}
