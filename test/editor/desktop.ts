import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { HumanError } from '../../src/engine/problem.ts';
import { cacheFolder } from './codeServer.ts';
import { findEditor } from './editor.ts';

/**
 * The executable that `@vscode/test-electron` runs the tests in: the VS Code that `CONTRAIL_VSCODE` names; a downloaded
 * one where there is a screen and a way to Microsoft's servers; else the launcher of the workbench in Chromium. Throws a
 * `HumanError` where there is none.
 */
export async function testExecutable(): Promise<string> {
  const named = process.env['CONTRAIL_VSCODE'];
  if (named && !existsSync(named)) throw new HumanError(`CONTRAIL_VSCODE names ${named}, which does not exist.`);
  if (named) return named;
  if (hasScreen() && (await canDownload()))
    return downloadAndUnzipVSCode({ version: 'stable', cachePath: join(cacheFolder(), 'vscode') });
  await findEditor();
  return join(import.meta.dirname, 'launcher.ts');
}

/** Whether a window can be opened here. */
export function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

async function canDownload(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(3_000);
    return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal })).ok;
  } catch {
    return false;
  }
}
