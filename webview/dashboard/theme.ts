/** A colour or another value of VS Code's theme as it is now; `fallback` where the theme has none. */
export function themeValue(name: string, fallback: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--vscode-${name}`).trim() || fallback;
}

/** Whether a high-contrast theme is on, where lines are thicker. */
export function isHighContrast(): boolean {
  return document.body.classList.contains('vscode-high-contrast');
}

/** Calls `listener` after every change of the theme, once. */
export function onThemeChange(listener: () => void): void {
  let isDue = false;
  const observer = new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      listener();
    });
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
