import type { EpisodesHost } from '../../src/protocol/episodesPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { EpisodeList } from './episodeList.ts';
import type { PageAction } from './listKeys.ts';
import { isHeading } from './rowElement.ts';
import { keyOf } from './selection.ts';

/** What the reader has done with rows. */
export class RowActions {
  readonly #api: Client<EpisodesHost>;
  readonly #list: EpisodeList;
  readonly #tell: (words: string) => void;

  constructor(api: Client<EpisodesHost>, list: EpisodeList, tell: (words: string) => void) {
    this.#api = api;
    this.#list = list;
    this.#tell = tell;
  }

  /** Opens the active row; from a heading the reader goes on to its first episode. */
  open(place: Extract<PageAction, { readonly kind: 'open' }>['place']): void {
    const { activeRow, grid } = this.#list;
    const key = keyOf(activeRow);
    if (key) void this.#api.open({ ...key, place });
    else if (isHeading(activeRow)) grid.activate(grid.active + 1);
  }

  compareWithExpert(): void {
    const key = keyOf(this.#list.activeRow);
    if (key?.id !== undefined) void this.#api.compareWithExpert(key);
    else this.#tell('This row is no episode: there is nothing to compare.');
  }

  /** Compares the selected episodes. */
  compare(): void {
    const episodes = this.#list.grid.selection.keys.filter(({ id }) => id !== undefined);
    if (episodes.length >= 2) void this.#api.compare({ episodes });
    else this.#tell('Select two episodes or more to compare: Shift+↑ ↓, or Ctrl+Space on each.');
  }

  openAsText(): void {
    void this.#api.openAsText(null);
  }
}
