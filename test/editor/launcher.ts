#!/usr/bin/env node
/**
 * Stands in for desktop VS Code where `@vscode/test-electron` wants an executable: takes the same arguments, opens the
 * workbench of VS Code's own server in Chromium, prints what the extension host prints, and exits as the tests do.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HumanError } from '../../src/engine/problem.ts';
import { addressOf } from './address.ts';
import { openBrowser } from './chromium.ts';
import { findEditor } from './editor.ts';
import { startServer } from './server.ts';

const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
const argument = (name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw new HumanError(`--${name} is to be given.`);
  return value;
};

const { serverMain, chromium } = await findEditor();
const data = argument('user-data-dir');
const server = await startServer({
  serverMain,
  data,
  trusted: values['disable-workspace-trust'] === true,
  extensions: argument('extensions-dir'),
});
const browser = await openBrowser({ profile: join(data, 'browser'), executable: chromium });
const page = browser.pages()[0] ?? (await browser.newPage());
const { promise: exitCode, resolve: exit } = Promise.withResolvers<number>();
await page.exposeFunction('codeAutomationExit', exit);
await page.exposeFunction('codeAutomationLog', (_kind: string, [text, ...rest]: readonly unknown[]) => {
  // Ours begin with the place they come from; the workbench's own chatter is of no interest here.
  if (String(text).includes('[Extension Host]')) console.log(text, ...rest);
});
page.on('crash', () => exit(1)).on('close', () => exit(1));
await page.goto(
  addressOf({
    port: server.port,
    workspace: positionals[0],
    extension: argument('extensionDevelopmentPath'),
    tests: argument('extensionTestsPath'),
  }),
);
process.exitCode = await exitCode;
await browser.close();
await server.stop();
process.exit();
