import { control, element } from '../ui/element.ts';
import { keyHelp } from './listKeys.ts';

/** The dialog that shows the keys. */
export class KeysDialog {
  readonly element = element('dialog', { class: 'keys', 'aria-labelledby': 'keys-title' });

  constructor() {
    const close = control('vscode-button', { appearance: 'secondary' }, 'Close');
    close.addEventListener('click', () => this.element.close());
    this.element.append(
      element('h2', { id: 'keys-title' }, 'Keys'),
      element('dl', {}, ...keyHelp.flatMap(([keys, meaning]) => [element('dt', {}, keys), element('dd', {}, meaning)])),
      close,
    );
  }

  open(): void {
    this.element.showModal();
  }
}
