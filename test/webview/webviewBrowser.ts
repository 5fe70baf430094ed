import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { HumanError } from '../../src/engine/problem.ts';
import { type WebviewPage, webviewHtml } from '../../src/host/support/webviewHtml.ts';
import type { Port } from '../../src/protocol/rpc.ts';
import { findChromium, openBrowser } from '../editor/chromium.ts';
import type { Theme } from '../editor/theme.ts';
import { accessibilityProblems } from '../editor/webviews.ts';
import { becomeWebview } from './becomeWebview.ts';

const root = resolve(import.meta.dirname, '..', '..');
const origin = 'http://webview.localhost';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

const themes = JSON.parse(readFileSync(join(import.meta.dirname, 'themes.json'), 'utf8')) as Readonly<
  Record<Theme, Readonly<Record<string, string>>>
>;

/** How a page is opened. */
export interface SurfaceOptions extends WebviewPage {
  /** The extension's side: serves the page over the port, and goes on doing so when the page is loaded anew. */
  connect(port: Port): unknown;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/** A page of ours as VS Code would show it: the real bundle, under the real policy, in the theme's own colours. */
export interface Surface {
  readonly page: Page;
  setTheme(theme: Theme): Promise<void>;
  /** Loads the page anew, as VS Code does when it was hidden; what it saved stays. */
  reload(): Promise<void>;
  /** What axe finds wrong; none is good. */
  accessibilityProblems(): Promise<readonly string[]>;
  /** Keeps a picture as `dist/screenshots/<name>.png`. */
  screenshot(name: string): Promise<void>;
  /** What went wrong in the page: errors nobody caught and what the policy forbade. */
  readonly errors: readonly string[];
}

/** One Chromium for the pages of a test file. */
export interface WebviewBrowser {
  open(options: SurfaceOptions): Promise<Surface>;
  close(): Promise<void>;
}

/** Starts Chromium; a sentence that says why not where there is none or nothing is built. */
export async function startWebviewBrowser(): Promise<WebviewBrowser | string> {
  if (!existsSync(join(root, 'dist', 'webview'))) return 'nothing is built: npm run build';
  const profile = mkdtempSync(join(tmpdir(), 'contrail-webview-'));
  try {
    const context = await openBrowser({ profile, executable: findChromium() });
    await context.route(`${origin}/**`, route => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const path = join(root, 'dist', 'webview', name);
      return existsSync(path)
        ? route.fulfill({ path, contentType: types[extname(name)] ?? 'application/octet-stream' })
        : route.fulfill({ status: 404 });
    });
    return {
      open: options => openSurface(context, options),
      async close() {
        await context.close();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    rmSync(profile, { recursive: true, force: true });
    if (error instanceof HumanError) return error.message;
    throw error;
  }
}

async function openSurface(context: BrowserContext, options: SurfaceOptions): Promise<Surface> {
  const { surface, title, connect, theme = 'dark', width = 1000, height = 600 } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.stack ?? error.message));
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const handlers = new Set<(message: unknown) => void>();
  connect({
    // A page that is being closed or loaded anew takes no messages, just as a hidden webview.
    post: message => void page.evaluate(value => window.postMessage(value), message).catch(() => {}),
    listen(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
  });
  await page.exposeFunction('toExtension', (message: unknown) => {
    for (const handler of handlers) handler(message);
  });
  await page.addInitScript(becomeWebview, { theme, themes });
  await page.route(`${origin}/page`, route =>
    route.fulfill({
      contentType: 'text/html',
      body: webviewHtml({ surface, title }, { source: origin, nonce: 'ofTheTest', uri: name => `${origin}/${name}` }),
    }),
  );
  await page.goto(`${origin}/page`);
  return {
    page,
    errors,
    setTheme: name =>
      page.evaluate(value => window.dispatchEvent(new CustomEvent('theme', { detail: value })), name).then(() => {}),
    async reload() {
      await page.reload();
    },
    accessibilityProblems: () => accessibilityProblems(page.mainFrame()),
    async screenshot(name) {
      const path = join(root, 'dist', 'screenshots', `${name}.png`);
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
    },
  };
}
