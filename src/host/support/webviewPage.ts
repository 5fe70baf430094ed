import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.ts';

/** A page of ours in a webview: its bundle below `dist/webview`, and what a screen reader calls it. */
export interface WebviewPage {
  readonly surface: 'episodes' | 'dashboard';
  readonly title: string;
}

/**
 * Puts a page into a webview and returns the line to it. Scripts and styles come from `dist/webview` alone; the page
 * gets its data over the line after it says that it is ready, never in its HTML.
 */
export function openPage(webview: vscode.Webview, extension: vscode.Uri, page: WebviewPage): Port {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = html(webview, folder, page);
  return {
    post: message => void webview.postMessage(message),
    listen(handler) {
      const subscription = webview.onDidReceiveMessage(handler);
      return () => subscription.dispose();
    },
  };
}

function html(webview: vscode.Webview, folder: vscode.Uri, { surface, title }: WebviewPage): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
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
