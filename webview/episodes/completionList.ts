import type { Completion } from '../../src/engine/query/completions.ts';
import { visible } from '../../src/engine/trajectory/visible.ts';
import { element, setAttributes } from '../ui/element.ts';

/** More than this nobody reads. */
const most = 60;

/** The list below the filter of what could be written there. */
export class CompletionList {
  readonly element = element('ul', {
    id: 'completions',
    role: 'listbox',
    class: 'completions',
    'aria-label': 'Completions',
  });
  readonly #onPick: (completion: Completion) => void;
  #items: readonly Completion[] = [];
  #chosen = -1;

  constructor(onPick: (completion: Completion) => void) {
    this.#onPick = onPick;
    this.element.hidden = true;
    // The filter keeps the focus.
    this.element.addEventListener('mousedown', event => {
      event.preventDefault();
      const item = event.target instanceof Element ? event.target.closest('li') : null;
      const completion = item && this.#items[[...this.element.children].indexOf(item)];
      if (completion) this.#onPick(completion);
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The one that Enter takes; undefined until one was chosen. */
  get chosen(): Completion | undefined {
    return this.#items[this.#chosen];
  }

  /** The one that Tab takes: the one chosen, or the first. */
  get first(): Completion | undefined {
    return this.chosen ?? this.#items[0];
  }

  /** The id of the chosen one's element. */
  get chosenId(): string | undefined {
    return this.chosen && `completion-${this.#chosen}`;
  }

  show(items: readonly Completion[]): void {
    this.#items = items.slice(0, most);
    this.#chosen = -1;
    this.element.replaceChildren(
      ...this.#items.map(({ label, detail }, index) =>
        element(
          'li',
          { id: `completion-${index}`, role: 'option', 'aria-selected': 'false' },
          element('span', { class: 'label' }, visible(label)),
          element('span', { class: 'detail' }, detail),
        ),
      ),
    );
    this.element.hidden = this.#items.length === 0;
    this.element.scrollTop = 0;
  }

  close(): void {
    this.show([]);
  }

  /** Chooses the next one (1) or the one before (-1), around the end. */
  move(by: 1 | -1): void {
    const count = this.#items.length;
    if (count === 0) return;
    this.#chosen = this.#chosen === -1 && by === -1 ? count - 1 : (this.#chosen + by + count) % count;
    for (const [index, item] of [...this.element.children].entries())
      setAttributes(item, { 'aria-selected': String(index === this.#chosen) });
    this.element.children[this.#chosen]?.scrollIntoView({ block: 'nearest' });
  }
}
