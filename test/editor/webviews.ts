import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { HumanError } from '../../src/engine/problem.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The documents of all webviews on the page, in no order: the innermost frames, where an extension's own HTML is. */
export function webviews(page: Page): readonly Frame[] {
  return page.frames().filter(frame => frame.name() === 'active-frame' || frame.name() === 'pending-frame');
}

/** The webview that shows `text` (a part of it suffices); waits up to 15 s for it. */
export async function webviewWith(page: Page, text: string): Promise<Frame> {
  for (const end = Date.now() + 15_000; Date.now() < end; await delay(50)) {
    for (const frame of webviews(page)) {
      const visible = await frame
        .getByText(text)
        .first()
        .isVisible()
        .catch(() => false);
      if (visible) return frame;
    }
  }
  throw new HumanError(`No webview showed "${text}" within 15 s.`);
}

/** What axe finds wrong with a document's accessibility: one line a violation, with the elements; none is good. */
export async function accessibilityProblems(frame: Frame): Promise<readonly string[]> {
  // Evaluated through the debugger, hence not subject to the page's content security policy.
  await frame.evaluate(readFileSync(axeSource, 'utf8'));
  return frame.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(node => node.html).join(' | ')})`);
  });
}
