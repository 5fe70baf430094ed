import type { Theme } from '../editor/theme.ts';

/** What VS Code brings into every webview before the page's own files. */
export interface WebviewSurroundings {
  readonly theme: Theme;
  /** VS Code's variables by theme, without `--vscode-`. */
  readonly themes: Readonly<Record<Theme, Readonly<Record<string, string>>>>;
}

/** Runs in the page before its scripts: gives it VS Code's API, variables, class names and default style. */
export function becomeWebview({ theme, themes }: WebviewSurroundings): void {
  const globals = globalThis as unknown as {
    acquireVsCodeApi: () => unknown;
    toExtension: (message: unknown) => Promise<void>;
  };
  globals.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void globals.toExtension(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  const classes: Readonly<Record<Theme, string>> = {
    dark: 'vscode-dark',
    light: 'vscode-light',
    'high-contrast': 'vscode-high-contrast',
    'high-contrast-light': 'vscode-high-contrast-light vscode-high-contrast',
  };
  const apply = (name: Theme) => {
    const { style } = document.documentElement;
    for (const variable of [...style]) style.removeProperty(variable);
    for (const [variable, value] of Object.entries(themes[name])) style.setProperty(`--vscode-${variable}`, value);
    document.body.className = classes[name];
    document.body.dataset['vscodeThemeKind'] = classes[name].split(' ')[0]!;
  };
  window.addEventListener('theme', event => apply((event as CustomEvent<Theme>).detail));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer vscode-default {
    html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); background: var(--vscode-editor-background); }
    body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
      font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  }`);
  document.adoptedStyleSheets = [sheet];
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    apply(theme);
  }).observe(document, { childList: true, subtree: true });
}
