import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Locator, Page } from 'playwright-core';
import { HumanError } from '../../src/engine/problem.ts';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The documents of all webviews on the page, in no order: the innermost frames, where an extension's own HTML is. */
export function webviews(page: Page): readonly Frame[] {
  return page.frames().filter(frame => frame.name() === 'active-frame' || frame.name() === 'pending-frame');
}

/** What shows `text` (a part of it suffices), in the workbench or in a webview; waits up to 20 s for it. */
export async function shown(page: Page, text: string): Promise<Locator> {
  return search(
    page,
    text,
    () => [page, ...webviews(page)],
    (_, locator) => locator,
  );
}

/** The webview that shows `text` (a part of it suffices); waits up to 20 s for it. */
export async function webviewWith(page: Page, text: string): Promise<Frame> {
  return search(
    page,
    text,
    () => webviews(page),
    frame => frame,
  );
}

async function search<P extends Page | Frame, R>(
  page: Page,
  text: string,
  places: () => readonly P[],
  found: (place: P, locator: Locator) => R,
): Promise<R> {
  for (const end = Date.now() + 20_000; Date.now() < end; await page.waitForTimeout(50)) {
    for (const place of places()) {
      const locator = place.getByText(text).first();
      // A frame may go away while it is asked.
      if (await locator.isVisible().catch(() => false)) return found(place, locator);
    }
  }
  throw new HumanError(`"${text}" was not to be seen within 20 s.`);
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
