import type { SortColumn, SortKey } from '../../src/protocol/episodeFiles.ts';
import { element, setAttributes } from '../ui/element.ts';
import { icon } from '../ui/icon.ts';
import type { Column } from './column.ts';

/** What a header tells. */
export interface HeaderEvents {
  /** `isAdded`: the order so far stays, this column refines it. */
  onSort(column: SortColumn, isAdded: boolean): void;
  /** The reader goes back to the rows. */
  onLeave(): void;
}

/** The row of column titles: a click sorts, and so do Enter and Space; Left and Right go from title to title. */
export class Header {
  readonly element = element('div', { role: 'row', class: 'row header', 'aria-rowindex': 1 });
  readonly #events: HeaderEvents;
  #current: SortColumn | undefined;

  constructor(events: HeaderEvents) {
    this.#events = events;
    this.element.addEventListener('keydown', event => this.#onKey(event));
    this.element.addEventListener('click', event => {
      const column = columnOf(event.target);
      if (column) events.onSort(column, event.shiftKey);
    });
  }

  /** Draws the titles. The focus stays on the title that has it. */
  show(columns: readonly Column[], sort: readonly SortKey[]): void {
    const focused = columnOf(document.activeElement);
    if (!columns.some(({ id }) => id === this.#current)) this.#current = columns[0]?.id;
    this.element.replaceChildren(...columns.map((column, index) => this.#title(column, index, sort)));
    if (focused && this.element.isConnected) this.#buttonOf(focused)?.focus();
  }

  focus(): void {
    if (this.#current) this.#buttonOf(this.#current)?.focus();
  }

  #title({ id, title, isNumber }: Column, index: number, sort: readonly SortKey[]): HTMLElement {
    const place = sort.findIndex(({ column }) => column === id);
    const key = sort[place];
    const order = key && (key.descending ? 'descending' : 'ascending');
    const button = element('button', { type: 'button', 'data-column': id, tabindex: id === this.#current ? 0 : -1 });
    button.append(element('span', { class: 'title' }, title));
    if (order) button.append(icon(order));
    if (order && sort.length > 1) button.append(element('span', { class: 'place' }, String(place + 1)));
    const attributes = {
      role: 'columnheader',
      'aria-colindex': index + 1,
      'aria-sort': order ?? 'none',
      class: `cell${isNumber ? ' number' : ''}`,
    };
    return element('div', attributes, button);
  }

  #onKey(event: KeyboardEvent): void {
    const column = columnOf(event.target);
    if (!column) return;
    if (event.key === 'ArrowLeft') this.#move(-1);
    else if (event.key === 'ArrowRight') this.#move(1);
    else if (event.key === 'Enter' || event.key === ' ') this.#events.onSort(column, event.shiftKey);
    else if (event.key === 'ArrowDown' || event.key === 'Escape') this.#events.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(by: number): void {
    const buttons = [...this.element.querySelectorAll('button')];
    const from = buttons.findIndex(button => button.dataset['column'] === this.#current);
    const to = buttons[Math.max(0, Math.min(from + by, buttons.length - 1))];
    if (!to) return;
    for (const button of buttons) setAttributes(button, { tabindex: button === to ? 0 : -1 });
    this.#current = columnOf(to);
    to.focus();
  }

  #buttonOf(column: SortColumn): HTMLElement | null {
    return this.element.querySelector(`button[data-column="${column}"]`);
  }
}

function columnOf(target: unknown): SortColumn | undefined {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
  return button?.dataset['column'] as SortColumn | undefined;
}
