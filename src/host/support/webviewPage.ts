import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc.ts';
import { type WebviewPage, webviewHtml } from './webviewHtml.ts';

/**
 * Puts a page into a webview and returns the line to it. Scripts and styles come from `dist/webview` alone; the page
 * gets its data over the line after it says that it is ready, never in its HTML.
 */
export function openPage(webview: vscode.Webview, extension: vscode.Uri, page: WebviewPage): Port {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = webviewHtml(page, {
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    uri: name => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString(),
  });
  return {
    post: message => void webview.postMessage(message),
    listen(handler) {
      const subscription = webview.onDidReceiveMessage(handler);
      return () => subscription.dispose();
    },
  };
}
