import type { FileStatus } from '../../src/protocol/episodeFiles.ts';
import type { EpisodesHost } from '../../src/protocol/episodesPage.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { control, element } from '../ui/element.ts';
import { ColumnMenu } from './columnMenu.ts';
import { EpisodeList, type PageFigures } from './episodeList.ts';
import { errorWords, Retries } from './failure.ts';
import { FilterBox } from './filterBox.ts';
import { KeysDialog } from './keysDialog.ts';
import type { PageAction } from './listKeys.ts';
import { Notice } from './notice.ts';
import { type PageState, sortedBy } from './pageState.ts';
import { toggledReward } from './rewardFilter.ts';
import { RewardPanel } from './rewardPanel.ts';
import { RowActions } from './rowActions.ts';
import { StatusLine } from './statusLine.ts';
import { type EmptyWords, emptyWords, statusWords } from './words.ts';

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
  readonly #actions: RowActions;
  readonly #filter: FilterBox;
  readonly #rewards: RewardPanel;
  readonly #columnMenu = new ColumnMenu(columns => this.#change({ columns }));
  readonly #group = control('vscode-checkbox', { title: 'Group by task (g)' }, 'Group by task');
  readonly #keys = new KeysDialog();
  readonly #notice = new Notice();
  readonly #statusLine = new StatusLine({
    onCompare: () => this.#actions.compare(),
    onDeselect: () => {
      this.#list.grid.deselect();
      this.focus();
    },
  });
  #state: PageState;
  #status: FileStatus | undefined;
  /** How many rows passed which filter. */
  #shown = { filter: '', matches: 0 };
  readonly #retries = new Retries();

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
        onPage: (page, filter) => this.#onPage(page, filter),
        onError: error => this.fail(error, () => this.#status && this.#list.refresh(this.#status)),
      },
      options.state,
    );
    this.#actions = new RowActions(api, this.#list, words => this.#statusLine.tell(words));
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
    const tryAgain = { label: 'Try Again', run: () => this.#retries.run() };
    this.#notice.show(errorWords(error), [tryAgain, this.#asText]);
  }

  readonly #asText = { label: 'Open as Text', run: () => this.#actions.openAsText() };

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

  #onPage({ total, matches, filterProblem }: PageFigures, filter: string): void {
    if (filterProblem) this.#filter.showProblem(filterProblem);
    this.#shown = { filter, matches };
    if (total > 0 || filterProblem || !this.#status) this.#notice.hide();
    else this.#showEmpty(emptyWords(this.#status, filter));
    this.#showStatus();
  }

  #showEmpty({ message, offer }: EmptyWords): void {
    const clear = { label: 'Clear Filter', run: () => this.#clearFilter() };
    const offers = { 'clear-filter': [clear], 'open-as-text': [this.#asText] };
    this.#notice.show(message, offer && offers[offer]);
  }

  #clearFilter(): void {
    this.filter('');
    this.focus();
  }

  #showStatus(): void {
    if (!this.#status) return;
    this.#statusLine.show(statusWords(this.#status, this.#shown));
  }

  #do(action: PageAction): void {
    switch (action.kind) {
      case 'open':
        this.#actions.open(action.place);
        break;
      case 'to-filter':
        this.#filter.focus();
        break;
      case 'group':
        this.#change({ group: this.#state.group === 'task' ? 'none' : 'task' });
        break;
      case 'expert':
        this.#actions.compareWithExpert();
        break;
      case 'compare':
        this.#actions.compare();
        break;
      case 'keys':
        this.#keys.open();
        break;
      case 'as-text':
        this.#actions.openAsText();
        break;
    }
  }
}
