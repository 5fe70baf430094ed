import type { TestContext } from 'node:test';
import { HumanError } from '../../src/engine/problem.ts';
import { findChromium } from './chromium.ts';
import { codeServer } from './codeServer.ts';

/** What the workbench runs on: VS Code's server and a browser to show it. */
export interface Editor {
  /** The entry of VS Code's server. */
  readonly serverMain: string;
  /** The path of a Chromium. */
  readonly chromium: string;
}

/**
 * Finds the workbench and a browser, and installs what is missing: code-server into the cache, Chromium through apt-get
 * where this process may. Throws a `HumanError` that says what is missing where that cannot be done.
 */
export async function findEditor(): Promise<Editor> {
  const chromium = findChromium();
  return { serverMain: await codeServer(), chromium };
}

/** The editor for a test; where there is none the test is skipped with the reason, and the result is `undefined`. */
export async function editorFor(t: TestContext): Promise<Editor | undefined> {
  try {
    return await findEditor();
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    t.skip(error.message);
    return undefined;
  }
}
