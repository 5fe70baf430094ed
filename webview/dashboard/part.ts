/**
 * Renders a part of the page when what it shows has changed, and only then, so that reading positions and text selections
 * stay. The focus stays on the control of the same `data-key`.
 */
export function part<T>(target: HTMLElement, render: (value: T) => readonly (Node | string)[]): (value: T) => void {
  let shown: string | undefined;
  return value => {
    const next = JSON.stringify(value);
    if (next === shown) return;
    shown = next;
    const focused = document.activeElement;
    const key = focused instanceof HTMLElement && target.contains(focused) ? focused.dataset['key'] : undefined;
    target.replaceChildren(...render(value));
    if (key !== undefined) target.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
}
