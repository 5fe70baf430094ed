import { control, element, setAttributes } from './element.ts';
import { type IconName, icon } from './icon.ts';

/** A button with a picture and what it opens below itself: a click elsewhere or Escape closes it again. */
export interface Popover {
  readonly button: HTMLElement;
  readonly panel: HTMLElement;
}

/** Makes both; the panel's first control gets the focus when it opens, the button when it closes. */
export function popover(name: string, picture: IconName, content: readonly Node[]): Popover {
  const panel = element('div', { popover: 'auto', class: 'popover', role: 'dialog', 'aria-label': name }, ...content);
  const button = control('vscode-button', {
    appearance: 'icon',
    'aria-label': name,
    title: name,
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
  });
  button.append(icon(picture));
  button.addEventListener('click', () => {
    // Right here, not when the panel tells that it is open: the next key may come before.
    if (panel.togglePopover()) panel.querySelector<HTMLElement>('[tabindex], vscode-checkbox, vscode-button')?.focus();
  });
  panel.addEventListener('toggle', event => {
    const isOpen = (event as ToggleEvent).newState === 'open';
    setAttributes(button, { 'aria-expanded': String(isOpen) });
    if (!isOpen && (panel.contains(document.activeElement) || document.activeElement === document.body)) button.focus();
  });
  return { button, panel };
}
