/** Thrown inside the readers of this folder at the first mistake; their callers turn it into a `Problem`. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** Where in the text that was being read, in UTF-16 code units from its start. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** 1-based line and column of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
