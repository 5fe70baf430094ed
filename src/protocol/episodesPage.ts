import type { EpisodeView, FileStatus, RewardBar, RowPage } from './episodeFiles.ts';

/** A line of the file and, where it is an episode, its id. */
export interface RowKey {
  readonly line: number;
  readonly id?: string;
}

/** Where an episode is opened: in this group, beside it, or beside it while the list keeps the focus. */
export type OpenPlace = 'here' | 'beside' | 'peek';

/** What the page is told when it starts. */
export interface PageStart {
  /** The file's name. */
  readonly name: string;
  /** What to filter by now; what the page has saved holds when absent. */
  readonly filter?: string;
}

/** What the page of a file of episodes asks of the extension. It always speaks of its own file and knows no path. */
export interface EpisodesHost {
  /** The first call of every page that is loaded. */
  start(params: null): Promise<PageStart>;
  /** As `status` of `EpisodeFiles`. */
  status(params: null): Promise<FileStatus>;
  /** As `changed` of `EpisodeFiles`. */
  changed(params: { readonly version: number }, signal: AbortSignal): Promise<FileStatus>;
  /** As `rows` of `EpisodeFiles`. */
  rows(params: { readonly view: EpisodeView; readonly from: number; readonly count: number }): Promise<RowPage>;
  /** As `rowOf` of `EpisodeFiles`. */
  rowOf(params: { readonly view: EpisodeView; readonly line: number }): Promise<number | null>;
  /** As `histogram` of `EpisodeFiles`. */
  histogram(params: { readonly filter: string }): Promise<readonly RewardBar[]>;
  /** As `values` of `EpisodeFiles`. */
  values(params: { readonly field: string; readonly prefix: string }): Promise<readonly string[]>;
  /** Opens an episode, or a malformed line, as a document. */
  open(params: RowKey & { readonly place: OpenPlace }): Promise<void>;
  /** Compares episodes of the file with each other. */
  compare(params: { readonly episodes: readonly RowKey[] }): Promise<void>;
  /** Compares an episode with the expert's on the same task. */
  compareWithExpert(params: RowKey): Promise<void>;
  /** Opens the file in the text editor. */
  openAsText(params: null): Promise<void>;
}

/** What the extension asks of the page. */
export interface EpisodesPage {
  /** Filters by this from now on. */
  filter(params: { readonly filter: string }): Promise<void>;
}
