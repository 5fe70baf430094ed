import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { pageService } from '../../../src/host/episodeFile/pageService.ts';
import { startEpisodeFiles } from '../../../src/node/episodeFiles/episodeFilesThread.ts';
import type { Thread } from '../../../src/node/thread.ts';
import type { EpisodeFiles } from '../../../src/protocol/episodeFiles.ts';
import type { EpisodesHost, EpisodesPage } from '../../../src/protocol/episodesPage.ts';
import { type Client, connect, serve } from '../../../src/protocol/rpc.ts';
import { type Surface, type SurfaceOptions, startWebviewBrowser, type WebviewBrowser } from '../webviewBrowser.ts';

/** A page on a file, served as the extension serves it by the real thread. */
export interface OpenedFile {
  readonly surface: Surface;
  readonly page: Page;
  readonly grid: ReturnType<Page['locator']>;
  /** What the page has had done in the editor: name and arguments. */
  readonly done: readonly (readonly unknown[])[];
  readonly extension: Client<EpisodesPage>;
  press(...keys: readonly string[]): Promise<void>;
  /** The texts of the cells of the row that the reader is at. */
  active(): Promise<readonly string[]>;
  /** Waits until the status line begins with these words. */
  status(words: string): Promise<void>;
}

/** How a file is opened. */
export type FileOptions = Partial<Pick<SurfaceOptions, 'theme' | 'width' | 'height'>> & {
  readonly filter?: string;
  /** Words that the status line begins with when it is opened; null when it never shows any. */
  readonly status?: string | null;
};

/** One browser, one thread and one folder for the tests of a file; why not, where there is no browser. */
export async function episodePages() {
  const browser = await startWebviewBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'contrail-'));
  const thread = startEpisodeFiles();
  after(async () => {
    if (typeof browser !== 'string') await browser.close();
    await thread.close();
    rmSync(folder, { recursive: true });
  });
  return {
    skip: typeof browser === 'string' ? browser : false,
    path: (name: string) => join(folder, name),
    /** Writes a file and opens it; the page is closed after the test. */
    async open(t: TestContext, content: string | Uint8Array, options: FileOptions = {}): Promise<OpenedFile> {
      const path = join(folder, `${t.name.replaceAll(/\W+/g, '-')}.jsonl`);
      writeFileSync(path, content);
      return openPath(t, { path, browser: browser as WebviewBrowser, thread, ...options });
    },
    openPath: (t: TestContext, path: string, options: FileOptions = {}) =>
      openPath(t, { path, browser: browser as WebviewBrowser, thread, ...options }),
  };
}

async function openPath(
  t: TestContext,
  {
    path,
    browser,
    thread,
    filter,
    status,
    ...options
  }: FileOptions & { path: string; browser: WebviewBrowser; thread: Thread<EpisodeFiles> },
): Promise<OpenedFile> {
  const done: (readonly unknown[])[] = [];
  let extension: Client<EpisodesPage> | undefined;
  const surface = await browser.open({
    surface: 'episodes',
    title: 'Episodes',
    ...options,
    connect(port) {
      extension = connect<EpisodesPage>(port).api;
      const service = pageService({
        files: thread.api,
        path: async () => path,
        onStatus: () => {},
        actions: {
          start: () => ({ name: path, ...(filter !== undefined && { filter }) }),
          open: async (key, place) => void done.push(['open', key, place]),
          compare: async episodes => void done.push(['compare', ...episodes]),
          compareWithExpert: async key => void done.push(['expert', key]),
          openAsText: async () => void done.push(['as text']),
        },
      });
      serve<EpisodesHost>(port, service);
    },
  });
  const { page } = surface;
  t.after(() => page.close());
  const grid = page.locator('.grid');
  const opened: OpenedFile = {
    surface,
    page,
    grid,
    done,
    extension: extension!,
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    async active() {
      const id = await grid.getAttribute('aria-activedescendant');
      return page.locator(`[id="${id}"] [role="gridcell"]`).allTextContents();
    },
    status: words =>
      eventually(async () => {
        const text = await page.locator('.status .words').innerText();
        return text.startsWith(words) || `The status line says "${text}", not "${words}".`;
      }),
  };
  if (status !== null) await opened.status(status ?? '');
  await grid.focus();
  await page.locator('[role="row"].active').or(page.locator('.notice:visible')).first().waitFor();
  return opened;
}

/** Asks until the answer is true; fails with the last other answer after five seconds. */
export async function eventually(ask: () => Promise<true | string>): Promise<void> {
  for (const end = Date.now() + 5000; ; await delay(20)) {
    const answer = await ask();
    if (answer === true) return;
    if (Date.now() > end) throw new Error(answer);
  }
}
