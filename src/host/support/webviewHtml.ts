/** A page of ours in a webview: its bundle below `dist/webview`, and what a screen reader calls it. */
export interface WebviewPage {
  readonly surface: 'episodes' | 'dashboard';
  readonly title: string;
}

/** Where a page's files come from. */
export interface PageOrigin {
  /** What the content security policy allows styles, images and fonts to come from. */
  readonly source: string;
  /** Fresh for every page. */
  readonly nonce: string;
  /** The address of a file of `dist/webview`. */
  uri(name: string): string;
}

/** The hash of a style without content: the controls try out with one whether the browser knows `:focus-visible`. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** The HTML of a page: its policy, its style, its script, and an empty `main#root`. */
export function webviewHtml({ surface, title }: WebviewPage, { source, nonce, uri }: PageOrigin): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} ${emptyStyle}`,
    `img-src ${source} data:`,
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${uri(`${surface}.css`)}">
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}" src="${uri(`${surface}.js`)}"></script>
</body>
</html>`;
}
