import { control, element } from '../ui/element.ts';

/** Something that can be done about what a notice says. */
export interface Offer {
  readonly label: string;
  run(): void;
}

/** Says in the place of the rows why there are none, and what can be done. */
export class Notice {
  readonly element = element('div', { class: 'notice' });
  #message = '';

  constructor() {
    this.element.hidden = true;
  }

  /** Shows a message with offers. The same message again changes nothing, so that the focus stays. */
  show(message: string, offers: readonly Offer[] = []): void {
    this.element.hidden = false;
    if (message === this.#message) return;
    this.#message = message;
    const buttons = offers.map(({ label, run }, index) => {
      const button = control('vscode-button', { appearance: index === 0 ? 'primary' : 'secondary' }, label);
      button.addEventListener('click', run);
      return button;
    });
    this.element.replaceChildren(element('p', {}, message), element('div', { class: 'offers' }, ...buttons));
  }

  hide(): void {
    this.element.hidden = true;
    this.#message = '';
  }
}
