import type { SortColumn, SortKey } from '../../src/protocol/episodeFiles.ts';
import { element, setAttributes } from '../ui/element.ts';
import { type RowRange, VirtualList } from '../ui/virtualList.ts';
import { type Column, gridTemplate } from './column.ts';
import { Header } from './header.ts';
import { destination, listAction, type PageAction } from './listKeys.ts';
import type { ListRow } from './rowCache.ts';
import { indexOfRow, isHeading, markRow, menuContext, rowElement, rowId } from './rowElement.ts';
import { keyOf, Selection } from './selection.ts';

const rowHeight = 22;

/** What a grid asks for and tells. */
export interface GridOptions {
  row(index: number): ListRow | undefined;
  /** These rows are seen now. */
  onDraw(range: RowRange): void;
  /** The reader has scrolled, moved or selected. */
  onMove(): void;
  onAction(action: PageAction): void;
  onSort(column: SortColumn, isAdded: boolean): void;
}

/** The rows: drawn, walked through and selected. It knows what is where; what rows there are, it is told. */
export class EpisodeGrid {
  readonly element = element('div', { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Episodes' });
  readonly selection = new Selection();
  readonly #body = element('div', { class: 'rows', role: 'rowgroup' });
  readonly #header: Header;
  readonly #list: VirtualList;
  readonly #options: GridOptions;
  #columns: readonly Column[] = [];
  #isGrouped = false;
  #active = 0;
  /** Where a stretch of selected rows began. */
  #anchor: number | undefined;

  constructor(options: GridOptions) {
    this.#options = options;
    this.#header = new Header({ onSort: options.onSort, onLeave: () => this.element.focus() });
    this.element.append(element('div', { role: 'rowgroup', class: 'head' }, this.#header.element), this.#body);
    this.#list = new VirtualList({
      scroller: this.element,
      body: this.#body,
      rowHeight,
      headerHeight: rowHeight,
      render: index => this.#render(index),
      onDraw: range => this.#onDraw(range),
      onScroll: () => options.onMove(),
    });
    this.element.addEventListener('keydown', event => this.#onKey(event));
    this.element.addEventListener('copy', event => this.#onCopy(event));
    this.#body.addEventListener('mousedown', event => this.#onPress(event));
    this.#body.addEventListener('dblclick', event => {
      if (this.#indexAt(event.target) !== undefined) options.onAction({ kind: 'open', place: 'here' });
    });
  }

  get count(): number {
    return this.#list.count;
  }

  get active(): number {
    return this.#active;
  }

  get top(): number {
    return this.#list.top;
  }

  get pageSize(): number {
    return this.#list.pageSize;
  }

  get isAtEnd(): boolean {
    return this.#list.isAtEnd;
  }

  /** Shows these columns in this order of rows. */
  arrange(columns: readonly Column[], sort: readonly SortKey[], isGrouped: boolean): void {
    this.#columns = columns;
    this.#isGrouped = isGrouped;
    const { template, width } = gridTemplate(columns);
    this.element.style.setProperty('--columns', template);
    this.element.style.setProperty('--width', `${width}px`);
    setAttributes(this.element, { role: isGrouped ? 'treegrid' : 'grid', 'aria-colcount': columns.length });
    this.#header.show(columns, sort);
    this.#list.redraw();
  }

  /** Shows `count` rows from row `top` on, with one of them active. */
  show({ count, top, active }: { readonly count: number; readonly top: number; readonly active: number }): void {
    this.#active = Math.max(0, Math.min(active, count - 1));
    this.#anchor = undefined;
    setAttributes(this.element, { 'aria-rowcount': count + 1, 'aria-multiselectable': 'true' });
    this.#list.show(count, top);
  }

  /** Draws rows anew that have come or changed. */
  redraw(range: RowRange): void {
    this.#list.redraw(range);
  }

  /** Makes a row the active one and shows it. */
  activate(index: number): void {
    if (this.count === 0) return;
    this.#active = Math.max(0, Math.min(index, this.count - 1));
    this.#list.reveal(this.#active);
    this.#options.onMove();
  }

  /** Selects nothing. */
  deselect(): void {
    this.selection.clear();
    this.#anchor = undefined;
    this.#mark();
    this.#options.onMove();
  }

  #render(index: number): HTMLElement {
    return rowElement({
      index,
      row: this.#options.row(index),
      columns: this.#columns,
      isGrouped: this.#isGrouped,
    });
  }

  /** Elements stay the same when the reader moves: a double click needs that, and so does who hears the rows. */
  #mark(): void {
    for (const [index, element] of this.#list.drawn) {
      const isSelected = this.selection.has(this.#options.row(index));
      markRow(element, { isActive: index === this.#active, isSelected });
    }
    // The menu key asks the element that has the focus.
    setAttributes(this.element, { 'data-vscode-context': menuContext(this.#options.row(this.#active)) });
  }

  #onDraw(range: RowRange): void {
    const isDrawn = this.#active >= range.from && this.#active < range.to;
    setAttributes(this.element, { 'aria-activedescendant': isDrawn ? rowId(this.#active) : undefined });
    this.#mark();
    this.#options.onDraw(range);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const action = listAction(event);
    if (!action) return;
    event.preventDefault();
    switch (action.kind) {
      case 'move':
        this.#move(destination(action.by, this), action.extends);
        break;
      case 'to-heading':
        this.#toHeading();
        break;
      case 'to-header':
        this.#header.focus();
        break;
      case 'toggle':
        this.#toggle(this.#active);
        break;
      case 'deselect':
        this.deselect();
        break;
      default:
        this.#options.onAction(action);
    }
  }

  #move(index: number, isExtending: boolean): void {
    if (isExtending) this.#anchor ??= this.#active;
    else this.#anchor = undefined;
    this.activate(index);
    if (this.#anchor !== undefined) this.#selectStretch(this.#anchor);
  }

  #selectStretch(anchor: number): void {
    const from = Math.min(anchor, this.#active);
    const length = Math.abs(anchor - this.#active) + 1;
    this.selection.replace(Array.from({ length }, (_, index) => this.#options.row(from + index)));
    this.#mark();
    this.#options.onMove();
  }

  #toggle(index: number): void {
    this.#anchor = undefined;
    this.selection.toggle(this.#options.row(index));
    this.activate(index);
  }

  #toHeading(): void {
    let index = this.#isGrouped ? this.#active - 1 : -1;
    while (index >= 0 && !isHeading(this.#options.row(index))) index--;
    if (index >= 0) this.activate(index);
  }

  #onPress(event: MouseEvent): void {
    const index = this.#indexAt(event.target);
    if (index === undefined || event.button === 1) return;
    if (event.button === 2) this.activate(index);
    else if (event.ctrlKey || event.metaKey) this.#toggle(index);
    else this.#move(index, event.shiftKey);
    if (event.shiftKey) event.preventDefault();
  }

  /** Copies the ids of the selected episodes, or that of the active one. */
  #onCopy(event: ClipboardEvent): void {
    const active = keyOf(this.#options.row(this.#active));
    const keys = this.selection.size > 0 ? this.selection.keys : active ? [active] : [];
    const ids = keys.flatMap(({ id }) => id ?? []);
    if (ids.length === 0 || !getSelection()?.isCollapsed) return;
    event.clipboardData?.setData('text/plain', ids.join('\n'));
    event.preventDefault();
  }

  #indexAt(target: EventTarget | null): number | undefined {
    const row = target instanceof Element ? target.closest('.rows > .row') : null;
    return row ? indexOfRow(row) : undefined;
  }
}
