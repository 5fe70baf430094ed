/** A kind of colour theme; Contrail looks right in all four. */
export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** VS Code's own theme of each kind. */
export const themeNames: Readonly<Record<Theme, string>> = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};
