import type { ParsedConfiguration } from '../engine/configuration/parse.ts';

/** Configurations, checked in a thread: what checks them is more than all that an editor loads otherwise. */
export interface Configurations {
  /** What `text` says, or every problem of it; `file` is its name in problems. */
  parse(params: { readonly text: string; readonly file: string }): Promise<ParsedConfiguration>;
}
