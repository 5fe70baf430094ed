import { element } from './element.ts';

/** Not more often than this is anything said; milliseconds. */
const pause = 2000;

/** Says things to those who hear the page: politely, the last thing only, and not all the time. */
export class Announcer {
  readonly element = element('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #words = '';

  say(words: string): void {
    this.#words = words;
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.element.textContent !== this.#words) this.element.textContent = this.#words;
    }, pause);
  }
}
