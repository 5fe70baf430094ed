/** What the page keeps while it is hidden: what is shown how, no data. */
export interface PageState {
  /** The run, for the extension to find it again after a reload of the window. */
  readonly run: string;
  /** The training whose curves are shown; the latest one when absent. */
  readonly training?: string | undefined;
  /** Whether the table has columns for the validation split. */
  readonly validation: boolean;
  /** Whether the table has the paper's columns. */
  readonly paper: boolean;
  /** Charts that are shown as tables, by their ids. */
  readonly tables: readonly string[];
  /** Charts with a logarithmic axis, by their ids. */
  readonly logarithmic: readonly string[];
  /** Whether the lineage is a list instead of a graph. */
  readonly list: boolean;
}

export const initialState: PageState = {
  run: '',
  validation: false,
  paper: true,
  tables: [],
  logarithmic: [],
  list: false,
};

/** The page's state as its parts see it. */
export interface PageContext {
  state(): PageState;
  /** Changes and keeps a part of it. */
  change(part: Partial<PageState>): void;
}

/** A list with an item in it or not. */
export function toggled(list: readonly string[], item: string, isIn: boolean): readonly string[] {
  const rest = list.filter(other => other !== item);
  return isIn ? [...rest, item] : rest;
}
