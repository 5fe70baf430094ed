import { HumanError } from '../../src/engine/problem.ts';
import { visible } from '../../src/engine/trajectory/visible.ts';
import type { FileStatus, RowPage } from '../../src/protocol/episodeFiles.ts';
import type { EpisodesHost } from '../../src/protocol/episodesPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { control, element } from '../ui/element.ts';
import { ColumnMenu } from './columnMenu.ts';
import { EpisodeList } from './episodeList.ts';
import { FilterBox } from './filterBox.ts';
import { KeysDialog } from './keysDialog.ts';
import type { PageAction } from './listKeys.ts';
import { Notice } from './notice.ts';
import { type PageState, sortedBy } from './pageState.ts';
import { toggledReward } from './rewardFilter.ts';
import { RewardPanel } from './rewardPanel.ts';
import { isHeading } from './rowElement.ts';
import { keyOf } from './selection.ts';
import { StatusLine } from './statusLine.ts';
import { emptyWords, statusWords } from './words.ts';

/** What the view of a file is made of. */
export interface EpisodesViewOptions {
  readonly api: Client<EpisodesHost>;
  readonly state: PageState;
  save(state: PageState): void;
}

/** The whole page: what the reader does changes its state, and the state what is shown. */
export class EpisodesView {
  readonly element = element('div', { class: 'page' });
  readonly #options: EpisodesViewOptions;
  readonly #list: EpisodeList;
  readonly #filter: FilterBox;
  readonly #rewards: RewardPanel;
  readonly #columnMenu = new ColumnMenu(columns => this.#change({ columns }));
  readonly #group = control('vscode-checkbox', { title: 'Group by task (g)' }, 'Group by task');
  readonly #keys = new KeysDialog();
  readonly #notice = new Notice();
  readonly #statusLine = new StatusLine({
    onCompare: () => this.#compare(),
    onDeselect: () => {
      this.#list.grid.deselect();
      this.focus();
    },
  });
  #state: PageState;
  #status: FileStatus | undefined;
  #matches = 0;
  /** What waits for the reader to try again. */
  readonly #retries = new Set<() => void>();

  constructor(options: EpisodesViewOptions) {
    this.#options = options;
    this.#state = options.state;
    const { api } = options;
    this.#rewards = new RewardPanel(
      filter => api.histogram({ filter }),
      bar => this.#filter.set(toggledReward(this.#state.filter, bar)),
    );
    this.#list = new EpisodeList(
      {
        api,
        onAction: action => this.#do(action),
        onSort: (column, isAdded) => this.#change({ sort: sortedBy(this.#state.sort, column, isAdded) }),
        onMove: () => this.#onMove(),
        onPage: page => this.#onPage(page),
        onError: error => this.fail(error, () => this.#status && this.#list.refresh(this.#status)),
      },
      options.state,
    );
    this.#filter = new FilterBox({
      values: (field, prefix) => api.values({ field, prefix }),
      onFilter: filter => this.#change({ filter }),
      onLeave: () => this.focus(),
      onError: error => this.#statusLine.tell(errorWords(error)),
    });
    this.#build();
    this.filter(options.state.filter);
  }

  focus(): void {
    this.#list.grid.element.focus();
  }

  filter(filter: string): void {
    this.#filter.set(filter);
  }

  /** Shows the file as it is now. */
  show(status: FileStatus): void {
    this.#status = status;
    this.#list.refresh(status);
    this.#rewards.refresh(this.#state.filter, status);
    this.#showStatus();
  }

  /** Says why the file cannot be shown; `retry` is what trying again does. */
  fail(error: unknown, retry: () => void): void {
    this.#retries.add(retry);
    const tryAgain = () => {
      const retries = [...this.#retries];
      this.#retries.clear();
      for (const each of retries) each();
    };
    this.#notice.show(errorWords(error), [{ label: 'Try Again', run: tryAgain }, this.#asText]);
  }

  readonly #asText = { label: 'Open as Text', run: () => void this.#options.api.openAsText(null) };

  #build(): void {
    const help = control('vscode-button', { appearance: 'icon', 'aria-label': 'Keys', title: 'Keys (?)' }, '?');
    help.addEventListener('click', () => this.#keys.open());
    this.#group.addEventListener('change', () => {
      const group = this.#group.checked ? 'task' : 'none';
      if (group !== this.#state.group) this.#change({ group });
    });
    const { button, panel } = this.#columnMenu.popover;
    const tools = element('div', { class: 'tools' }, this.#rewards.element, this.#group, button, help);
    this.element.append(
      element('div', { class: 'toolbar' }, this.#filter.element, tools),
      element('div', { class: 'list' }, this.#list.grid.element, this.#notice.element),
      this.#statusLine.element,
      panel,
      this.#keys.element,
    );
    this.#showControls();
    this.#notice.show('Opening the file…');
  }

  /** The state becomes another one, and the page with it. */
  #change(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    if (change.columns) this.#list.showColumns(change.columns);
    else this.#list.look(this.#state);
    if (this.#status && change.filter !== undefined) this.#rewards.refresh(change.filter, this.#status);
    this.#showControls();
    this.#save();
  }

  #showControls(): void {
    const { group, columns } = this.#state;
    if (this.#group.checked !== (group === 'task')) this.#group.checked = group === 'task';
    this.#columnMenu.show(columns);
  }

  #save(): void {
    this.#state = { ...this.#state, ...this.#list.position };
    this.#options.save(this.#state);
  }

  #onMove(): void {
    this.#statusLine.showSelected(this.#list.grid.selection.size);
    this.#save();
  }

  #onPage({ total, matches, filterProblem }: Pick<RowPage, 'total' | 'matches' | 'filterProblem'>): void {
    if (filterProblem) this.#filter.showProblem(filterProblem);
    this.#matches = matches;
    if (total > 0 || filterProblem || !this.#status) this.#notice.hide();
    else {
      const { message, offer } = emptyWords(this.#status, this.#state.filter);
      const clear = { label: 'Clear Filter', run: () => this.#clearFilter() };
      const offers = { 'clear-filter': [clear], 'open-as-text': [this.#asText] };
      this.#notice.show(message, offer && offers[offer]);
    }
    this.#showStatus();
  }

  #clearFilter(): void {
    this.filter('');
    this.focus();
  }

  #showStatus(): void {
    if (!this.#status) return;
    this.#statusLine.show(statusWords(this.#status, { filter: this.#state.filter, matches: this.#matches }));
  }

  #do(action: PageAction): void {
    switch (action.kind) {
      case 'open':
        this.#open(action.place);
        break;
      case 'to-filter':
        this.#filter.focus();
        break;
      case 'group':
        this.#change({ group: this.#state.group === 'task' ? 'none' : 'task' });
        break;
      case 'expert':
        this.#compareWithExpert();
        break;
      case 'compare':
        this.#compare();
        break;
      case 'keys':
        this.#keys.open();
        break;
      case 'as-text':
        this.#asText.run();
        break;
    }
  }

  #open(place: Extract<PageAction, { readonly kind: 'open' }>['place']): void {
    const row = this.#list.activeRow;
    const key = keyOf(row);
    if (key) void this.#options.api.open({ ...key, place });
    else if (isHeading(row)) this.#list.grid.activate(this.#list.grid.active + 1);
  }

  #compareWithExpert(): void {
    const key = keyOf(this.#list.activeRow);
    if (key?.id !== undefined) void this.#options.api.compareWithExpert(key);
    else this.#statusLine.tell('This row is no episode: there is nothing to compare.');
  }

  #compare(): void {
    const episodes = this.#list.grid.selection.keys.filter(({ id }) => id !== undefined);
    if (episodes.length >= 2) void this.#options.api.compare({ episodes });
    else this.#statusLine.tell('Select two episodes or more to compare: Shift+↑ ↓, or Ctrl+Space on each.');
  }
}

function errorWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return visible(error instanceof HumanError ? message : `Contrail failed unexpectedly: ${message}`);
}
