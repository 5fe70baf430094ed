import type { EpisodeFiles, FileStatus } from '../../protocol/episodeFiles.ts';
import type { EpisodesHost, OpenPlace, PageStart, RowKey } from '../../protocol/episodesPage.ts';
import type { Client } from '../../protocol/rpc.ts';
import { checkedKey, checkedPlace, checkedRange, checkedText, checkedView } from './pageRequest.ts';

/** What the page of one file is served with. */
export interface PageServiceOptions {
  readonly files: Client<EpisodeFiles>;
  /** What the files' service calls the file, once it can be read there. */
  path(): Promise<string>;
  /** Told of every state of the file that the page is told of. */
  onStatus(status: FileStatus): void;
  readonly actions: PageActions;
}

/** What the page can have done in the editor. */
export interface PageActions {
  start(): PageStart;
  open(key: RowKey, place: OpenPlace): Promise<void>;
  compare(episodes: readonly RowKey[]): Promise<void>;
  compareWithExpert(key: RowKey): Promise<void>;
  openAsText(): Promise<void>;
}

/** Answers the page of one file: it can ask about that file alone. */
export function pageService({ files, path, onStatus, actions }: PageServiceOptions): EpisodesHost {
  // A page that is loaded anew ends what its predecessor still waited for.
  let page = new AbortController();
  const told = (status: FileStatus) => {
    onStatus(status);
    return status;
  };
  return {
    async start() {
      page.abort();
      page = new AbortController();
      return actions.start();
    },
    status: async () => told(await files.status({ path: await path() })),
    changed: async ({ version }, signal) =>
      told(await files.changed({ path: await path(), version }, AbortSignal.any([signal, page.signal]))),
    rows: async ({ view, from, count }) =>
      files.rows({ path: await path(), view: checkedView(view), ...checkedRange({ from, count }) }),
    rowOf: async ({ view, line }) =>
      files.rowOf({ path: await path(), view: checkedView(view), line: checkedKey({ line }).line }),
    histogram: async ({ filter }) => files.histogram({ path: await path(), filter: checkedText(filter) }),
    values: async ({ field, prefix }) =>
      files.values({ path: await path(), field: checkedText(field), prefix: checkedText(prefix) }),
    open: ({ place, ...key }) => actions.open(checkedKey(key), checkedPlace(place)),
    compare: ({ episodes }) => actions.compare(episodes.map(checkedKey)),
    compareWithExpert: key => actions.compareWithExpert(checkedKey(key)),
    openAsText: () => actions.openAsText(),
  };
}
