import { Announcer } from '../ui/announcer.ts';
import { control, element } from '../ui/element.ts';

/** What can be done with the selected rows. */
export interface StatusLineEvents {
  onCompare(): void;
  onDeselect(): void;
}

const hint = 'Enter opens, Space peeks, ? shows all keys';

/** How long something that is told stands in the place of the hint; milliseconds. */
const telling = 6000;

/** The line below the list: what the file holds, what is selected, the most useful keys. */
export class StatusLine {
  readonly element = element('div', { class: 'status' });
  readonly #words = element('span', { class: 'words' });
  readonly #selected = element('span', { class: 'selected' });
  readonly #announcer = new Announcer();
  readonly #compare = control('vscode-button', { appearance: 'secondary' }, 'Compare');
  readonly #hint = element('span', { class: 'hint' }, hint);
  readonly #buttons = element('span', { class: 'selection' });

  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ onCompare, onDeselect }: StatusLineEvents) {
    const deselect = control('vscode-button', { appearance: 'secondary' }, 'Select None');
    this.#compare.addEventListener('click', onCompare);
    deselect.addEventListener('click', onDeselect);
    this.#buttons.append(this.#selected, this.#compare, deselect);
    this.#buttons.hidden = true;
    this.element.append(this.#words, this.#buttons, this.#hint, this.#announcer.element);
  }

  show(words: string): void {
    this.#words.textContent = words;
    this.#announcer.say(words);
  }

  /** Tells the reader something about what she has just done. */
  tell(words: string): void {
    clearTimeout(this.#timer);
    this.#hint.textContent = words;
    this.#announcer.say(words);
    this.#timer = setTimeout(() => {
      this.#hint.textContent = hint;
    }, telling);
  }

  showSelected(count: number): void {
    this.#buttons.hidden = count === 0;
    this.#compare.disabled = count < 2;
    this.#selected.textContent = `${count} selected`;
  }
}
