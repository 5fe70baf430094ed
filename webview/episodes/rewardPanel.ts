import type { FileStatus, RewardBar } from '../../src/protocol/episodeFiles.ts';
import { latest } from '../ui/latest.ts';
import { Histogram } from './histogram.ts';
import { splitFilter } from './rewardFilter.ts';

/** While a file is read, the histogram is drawn anew not more often than this; milliseconds. */
const pause = 500;

/** The histogram of rewards, kept up to date with the file and the filter. */
export class RewardPanel {
  readonly element: HTMLElement;
  readonly #histogram: Histogram;
  readonly #fetch: (filter: string) => Promise<readonly RewardBar[]>;
  // Without its bars the page is whole; what is wrong with the file is said where its rows are.
  readonly #run = latest(() => this.#histogram.show([], undefined));
  #bars: readonly RewardBar[] = [];
  #drawn = '';

  constructor(fetch: (filter: string) => Promise<readonly RewardBar[]>, onBar: (bar: RewardBar) => void) {
    this.#fetch = fetch;
    this.#histogram = new Histogram(onBar);
    this.element = this.#histogram.element;
    this.element.hidden = true;
  }

  /** Draws the rewards of the episodes that pass the filter; a bar's own condition at its end does not count. */
  refresh(filter: string, status: FileStatus): void {
    const { base, reward } = splitFilter(filter);
    this.#run(async () => {
      const drawn = `${status.version} ${base}`;
      if (drawn !== this.#drawn) this.#bars = await this.#fetch(base);
      this.#drawn = drawn;
      const hasRewards = this.#bars.some(({ episodes }) => episodes > 0);
      this.#histogram.show(hasRewards || base !== '' ? this.#bars : [], reward);
      if (!status.complete) await new Promise(resolve => setTimeout(resolve, pause));
    });
  }
}
