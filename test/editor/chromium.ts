import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { HumanError } from '../../src/engine/problem.ts';
import { needPackages } from './debianPackages.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium: the one that `CHROMIUM` names, else the first on PATH, else Debian's, which is installed.
 * Throws a `HumanError` where there is none.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM'];
  if (named && !existsSync(named)) throw new HumanError(`CHROMIUM names ${named}, which does not exist.`);
  const path = named || onPath();
  if (path) return path;
  needPackages(['chromium'], 'Contrail in a browser');
  return onPath() ?? missing();
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(file => existsSync(file));
}

function missing(): never {
  throw new HumanError(`There is no ${names.join(', ')} on PATH: install Chromium or name one in CHROMIUM.`);
}

/** What a browser is opened with. */
export interface BrowserOptions {
  /** The browser's profile; the same folder again remembers what the workbench stored. */
  readonly profile: string;
  readonly executable: string;
  /** Shows the browser instead of running it without a screen. */
  readonly visible?: boolean;
}

/** Opens Chromium on a profile. Closing the context ends the browser. */
export function openBrowser({ profile, executable, visible = false }: BrowserOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: executable,
    args: flags,
    headless: !visible,
    viewport: visible ? null : { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}
