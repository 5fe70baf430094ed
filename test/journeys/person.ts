import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { editorFor } from '../editor/editor.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../editor/workbench.ts';

/** A folder of its own that is gone after the test. */
export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-journey-'));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Opens a workbench for a test that waits patiently, and closes it after the test, whose last picture is kept.
 * Where there is no editor the test is skipped with the reason, and the result is undefined.
 */
export async function workbenchFor(
  t: TestContext,
  options: Omit<WorkbenchOptions, 'editor'>,
): Promise<Workbench | undefined> {
  const editor = await editorFor(t);
  if (!editor) return undefined;
  const workbench = await openWorkbench({ editor, ...options });
  t.after(async () => {
    await workbench.screenshot(`end-${t.name.replaceAll(/\W+/g, '-')}`);
    await workbench.close();
  });
  workbench.page.setDefaultTimeout(60_000);
  return workbench;
}

/** Answers a question of VS Code's quick input by keyboard; without a text with what stands there. */
export async function answer({ page }: Workbench, question: string, text?: string): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible');
  const choice = widget.getByPlaceholder(question);
  await widget.getByText(question).or(choice).first().waitFor();
  await widget.locator(':focus').waitFor();
  if (text !== undefined) await widget.locator('input.input').fill(text);
  if (await choice.isVisible()) await widget.locator('.monaco-list-row.focused').waitFor();
  await page.keyboard.press('Enter');
}

/** Presses one key after the other. */
export async function press({ page }: Workbench, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Goes to an element with the Tab key, as one without a mouse has to. Throws when it is not to be reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate(element => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target}.`);
}

/** The diff editor that is shown: both texts as far as they are drawn. */
export async function shownDiff({ page }: Workbench): Promise<{ readonly left: Locator; readonly right: Locator }> {
  const sides = (side: string) => page.locator(`.monaco-diff-editor .editor.${side} .view-lines`);
  await sides('modified').getByText('Action:').first().waitFor();
  return { left: sides('original'), right: sides('modified') };
}

/** Asks until the answer is true; fails with the last other answer after a minute. */
export async function eventually(ask: () => Promise<true | string>): Promise<void> {
  for (const end = Date.now() + 60_000; ; await new Promise(resolve => setTimeout(resolve, 100))) {
    const given = await ask();
    if (given === true) return;
    if (Date.now() > end) throw new Error(given);
  }
}
