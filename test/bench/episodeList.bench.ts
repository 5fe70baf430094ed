import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { pageService } from '../../src/host/episodeFile/pageService.ts';
import { startEpisodeFiles } from '../../src/node/episodeFiles/episodeFilesThread.ts';
import type { EpisodesHost } from '../../src/protocol/episodesPage.ts';
import { serve } from '../../src/protocol/rpc.ts';
import { step } from '../engine/episodes.ts';
import { lineOf } from '../node/episodeFiles/folder.ts';
import { startWebviewBrowser } from '../webview/webviewBrowser.ts';
import type { BenchRow } from './row.ts';

export const name = 'episode list';

const episodes = 10_000;
const filters = ['reward < 1', 'loops', 'task ~ "-77"', 'steps > 8 and reward = 1', 'problem = invalid'];

function content(): string {
  const observation = 'You arrive at the shelf 1. On the shelf 1, you see a mug 1, a pen 2 and a book 1.';
  return Array.from({ length: episodes }, (_, index) => {
    const steps = Array.from({ length: (index % 10) + 1 }, (_, at) =>
      step(at % 7 === 6 ? '!eat shelf' : `go to shelf ${at % (1 + (index % 4))}`, observation),
    );
    const task = { id: `task-${Math.floor(index / 5)}`, instruction: `put mug ${index} on the desk` };
    return lineOf({ id: `${task.id}#${index % 5}`, task, steps, reward: index % 3 === 0 ? 1 : (index % 3) / 3 });
  }).join('');
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const ms = (value: number) => `${value.toFixed(0)} ms`;

/** Writes into the filter and waits until other rows are painted; milliseconds. */
async function filterList(page: Page, filter: string): Promise<number> {
  return page.evaluate(async text => {
    const input = document.querySelector<HTMLInputElement>('[role=combobox]')!;
    const words = document.querySelector('.status .words')!;
    const changed = new Promise<void>(resolve => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(words, { childList: true, subtree: true, characterData: true });
    });
    const start = performance.now();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await changed;
    await new Promise(resolve => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, filter);
}

/** Scrolls a page of rows a frame; the frame that took longest but for one in a hundred, in milliseconds. */
async function scroll(page: Page, selector: string): Promise<number> {
  return page.evaluate(async target => {
    const scroller = document.querySelector(target)!;
    const frames: number[] = [];
    let before = performance.now();
    for (let index = 0; index < 200; index++) {
      scroller.scrollTop += 500;
      await new Promise(resolve => requestAnimationFrame(resolve));
      frames.push(performance.now() - before);
      before = performance.now();
    }
    return frames.sort((a, b) => a - b)[198]!;
  }, selector);
}

/** The obvious page: all episodes in it, a table row each. */
async function naive(page: Page, text: string): Promise<{ first: number; filter: number; scroll: number }> {
  await page.setContent('<div id="list" style="height: 600px; overflow: auto"><table></table></div>');
  const first = await page.evaluate(async lines => {
    const start = performance.now();
    const all = lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const draw = (rows: typeof all) =>
      document.querySelector('table')!.replaceChildren(
        ...rows.map(row => {
          const line = document.createElement('tr');
          for (const text of [row.trajectory_id, row.agent.model_name, row.steps.length, row.extra.contrail.task.id])
            line.append(Object.assign(document.createElement('td'), { textContent: String(text) }));
          return line;
        }),
      );
    Object.assign(globalThis, { all, draw });
    draw(all);
    await new Promise(resolve => requestAnimationFrame(resolve));
    await new Promise(resolve => setTimeout(resolve));
    return performance.now() - start;
  }, text);
  const filter = await page.evaluate(async () => {
    const { all, draw } = globalThis as unknown as { all: { steps: unknown[] }[]; draw(rows: unknown[]): void };
    const start = performance.now();
    draw(all.filter(row => row.steps.length > 4));
    await new Promise(resolve => requestAnimationFrame(resolve));
    await new Promise(resolve => setTimeout(resolve));
    return performance.now() - start;
  });
  return { first, filter, scroll: await scroll(page, '#list') };
}

/** Opens, filters and scrolls a file of 10,000 episodes in Chromium; no rows where there is none. */
export async function run(): Promise<BenchRow[]> {
  const browser = await startWebviewBrowser();
  if (typeof browser === 'string') {
    console.error(`The list of episodes is not measured: ${browser}`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'contrail-'));
  const path = join(folder, 'episodes.jsonl');
  writeFileSync(path, content());
  const thread = startEpisodeFiles();
  const no = async () => {};
  const actions = { start: () => ({ name: path }), open: no, compare: no, compareWithExpert: no, openAsText: no };
  try {
    const started = performance.now();
    const { page } = await browser.open({
      surface: 'episodes',
      title: 'Episodes',
      connect: port =>
        serve<EpisodesHost>(
          port,
          pageService({ files: thread.api, path: async () => path, onStatus: () => {}, actions }),
        ),
    });
    await page.locator('#row-0 .line').waitFor();
    const first = performance.now() - started;
    await page.getByText('10,000 episodes, average').first().waitFor();
    const times: number[] = [];
    for (const filter of filters) times.push(await filterList(page, filter));
    await filterList(page, '');
    const scrolled = await scroll(page, '.grid');
    const { page: other } = await browser.open({ surface: 'episodes', title: 'Episodes', connect: no });
    const baseline = await naive(other, readFileSync(path, 'utf8'));
    const all = 'all episodes in the page, a table row each';
    return [
      {
        what: 'list of 10,000 episodes: page opened to first rows',
        measured: ms(first),
        baseline: `${ms(baseline.first)} (${all}; without loading a page)`,
        ratio: baseline.first / first,
        aim: '< 1 s',
      },
      {
        what: 'list of 10,000 episodes: filter typed to rows painted, median of 5 filters',
        measured: `${ms(median(times))} (longest ${ms(Math.max(...times))})`,
        baseline: `${ms(baseline.filter)} (${all})`,
        ratio: baseline.filter / median(times),
        aim: '< 100 ms',
      },
      {
        what: 'list of 10,000 episodes: longest frame but one in a hundred while scrolling',
        measured: ms(scrolled),
        baseline: `${ms(baseline.scroll)} (${all})`,
        ratio: baseline.scroll / scrolled,
        aim: '< 50 ms',
      },
    ];
  } finally {
    await browser.close();
    await thread.close();
    rmSync(folder, { recursive: true });
  }
}
