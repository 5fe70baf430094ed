import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { addressOf } from './address.ts';
import { bridgeExtension, callHost, type HostFunction } from './bridge.ts';
import { openBrowser } from './chromium.ts';
import type { Editor } from './editor.ts';
import { installExtension, startServer } from './server.ts';
import { writeSettings } from './settings.ts';
import { type Theme, themeNames } from './theme.ts';
import { shown } from './webviews.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** How a workbench is opened. */
export interface WorkbenchOptions {
  /** From `findEditor`. */
  readonly editor: Editor;
  /** The folder to open; an empty window when absent. */
  readonly workspace?: string;
  /** Where settings, state and logs are kept: give it to reopen what was closed or killed. A fresh one when absent. */
  readonly data?: string;
  /** Without trust the window is in Restricted Mode. */
  readonly trusted?: boolean;
  /** The theme to begin with; dark in a fresh window when absent. */
  readonly theme?: Theme;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged Contrail to install, instead of the one under development in this work tree. */
  readonly vsix?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly visible?: boolean;
}

/** VS Code's workbench in a browser, with Contrail in it, as a person would have it before them. */
export interface Workbench {
  readonly page: Page;
  /** Give it to `openWorkbench` to open the same window again. */
  readonly data: string;
  /** Runs a function in the extension host; it sees only `vscode` and its argument. */
  call<A, R>(work: HostFunction<A, R>, argument: A): Promise<R>;
  /** Runs a command by its id and returns what it returns. */
  command(id: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Runs a command as a person does: by its title in the command palette, category included. */
  palette(title: string): Promise<void>;
  /** What shows `text`, in the workbench or in a webview; waits up to 20 s for it. */
  shown(text: string): Promise<Locator>;
  /** Opens a file as a click in the explorer does, or in the editor `viewType` (`default`: as text). */
  open(file: string, viewType?: string): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  /** Keeps a picture of the window as `dist/screenshots/<name>.png` and returns its path. */
  screenshot(name: string): Promise<string>;
  /** What Contrail has written to its log. */
  log(): string;
  /** Opens the window anew, as its command does: VS Code stores what is open first, and resolves when it is drawn again. */
  reload(): Promise<void>;
  /** The window and its extension host die at once, as when a machine is switched off. The data stay, but for the window's own state of the last 5 s. */
  kill(): Promise<void>;
  /** Closes the window and the server, and removes the data unless the caller named them. */
  close(): Promise<void>;
}

/** Opens a workbench and resolves when it is drawn and Contrail's extension host answers. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { editor, workspace, trusted = true, vsix } = options;
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'contrail-workbench-'));
  const theme = options.theme ?? (options.data ? undefined : 'dark');
  const socket = join(data, 'bridge.sock');
  writeSettings(data, { ...(theme && { 'workbench.colorTheme': themeNames[theme] }), ...options.settings });
  const extensions = join(data, 'extensions');
  cpSync(bridgeExtension, join(extensions, 'contrail-tests.bridge-0.0.0'), { recursive: true });
  if (vsix) installExtension(editor.serverMain, { vsix, data, extensions });
  const server = await startServer({
    serverMain: editor.serverMain,
    data,
    extensions,
    trusted,
    environment: { ...options.environment, CONTRAIL_BRIDGE: socket },
  });
  const context = await openBrowser({
    profile: join(data, 'browser'),
    executable: editor.chromium,
    visible: options.visible ?? false,
  }).catch(async error => {
    await server.stop();
    throw error;
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const call: Workbench['call'] = (work, argument) => callHost(socket, work, argument);
  const stop = async () => {
    await context.close().catch(() => {});
    await server.stop();
  };
  const workbench: Workbench = {
    page,
    data,
    call,
    command: (id, ...args) =>
      call((vscode, [name, rest]) => vscode.commands.executeCommand(name, ...rest), [id, args] as const),
    async palette(title) {
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input.input');
      await input.fill(`>${title}`);
      await page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^=${JSON.stringify(title)}]`).waitFor();
      await page.keyboard.press('Enter');
    },
    shown: text => shown(page, text),
    async open(file, viewType) {
      await call(
        (vscode, [path, type]) =>
          type
            ? vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(path), type)
            : vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
        [resolve(file), viewType] as const,
      );
    },
    async setTheme(name) {
      await call(
        (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
        themeNames[name],
      );
      await page.locator(`.monaco-workbench.${classOf[name]}`).waitFor();
    },
    async screenshot(name) {
      const path = join(root, 'dist', 'screenshots', `${name}.png`);
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
      return path;
    },
    log: () => logIn(join(data, 'logs')),
    async reload() {
      // The host may be gone before it has answered.
      const asked = workbench.command('workbench.action.reloadWindow').catch(() => {});
      await Promise.all([page.waitForEvent('load', { timeout: 60_000 }), asked]);
      await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    },
    async kill() {
      await server.stop();
      await context.close().catch(() => {});
    },
    async close() {
      await stop();
      if (!options.data) rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await page.goto(addressOf({ port: server.port, workspace, extension: vsix ? false : root }));
    await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    await call(() => true, undefined);
    return workbench;
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

const classOf: Readonly<Record<Theme, string>> = {
  light: 'vs',
  dark: 'vs-dark',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

function logIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /Contrail[^/\\]*\.log$/.test(name))
    .sort()
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('');
}
