import { readFileSync } from 'node:fs';

/** One line that the extension host writes while tests run in it. */
export interface HostResult {
  readonly kind: 'start' | 'pass' | 'fail' | 'note' | 'end';
  /**
   * The test file, relative to `test/`, and the names from the outermost suite to the test. Of a note: what the test
   * before it said of itself with `t.diagnostic`. The end comes when every file has run.
   */
  readonly name: string;
  readonly milliseconds?: number;
  /** Why it was skipped, or `true`. */
  readonly skip?: string | boolean | undefined;
  /** Of a test that failed. */
  readonly stack?: string;
}

/** The results in a file that `hostEntry` writes, in order; none where it was never written. */
export function readHostResults(path: string): readonly HostResult[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.slice(0, -1).map(line => JSON.parse(line) as HostResult);
  } catch {
    return [];
  }
}
