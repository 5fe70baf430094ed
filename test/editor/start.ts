/**
 * `npm start [-- <workspace>]`: opens Contrail as it stands in this work tree, on the demo's workspace unless another is
 * named. In desktop VS Code where there is one (`CONTRAIL_VSCODE`, or `code` on PATH); else in VS Code's workbench,
 * served on this machine to a browser until Ctrl+C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { writeDemoWorkspace } from '../../src/cli/demoWorkspace.ts';
import { HumanError } from '../../src/engine/problem.ts';
import { addressOf } from './address.ts';
import { cacheFolder, codeServer } from './codeServer.ts';
import { hasScreen } from './desktop.ts';
import { startServer } from './server.ts';
import { writeSettings } from './settings.ts';

const root = resolve(import.meta.dirname, '..', '..');
const workspace = resolve(process.argv[2] ?? join(root, 'demo'));

try {
  if (!process.argv[2]) writeDemoWorkspace(workspace);
  if (!openDesktop()) await serve();
} catch (error) {
  if (!(error instanceof HumanError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Whether desktop VS Code was found and has been told to open the workspace. */
function openDesktop(): boolean {
  const named = process.env['CONTRAIL_VSCODE'];
  if (!named && !hasScreen()) return false;
  const isWindows = process.platform === 'win32';
  // On Windows `code` is a batch file, which only a shell runs.
  const quoted = (word: string) => (isWindows ? `"${word}"` : word);
  const words = [`--extensionDevelopmentPath=${root}`, workspace].map(quoted);
  const { error, status } = spawnSync(quoted(named ?? 'code'), words, { stdio: 'inherit', shell: isWindows });
  return !error && status === 0;
}

async function serve(): Promise<void> {
  const serverMain = await codeServer();
  const data = join(cacheFolder(), 'start');
  writeSettings(data, { 'git.enabled': true });
  const server = await startServer({ serverMain, data, extensions: join(data, 'extensions') });
  const address = addressOf({ port: server.port, workspace, extension: root });
  console.log(`Contrail is running in VS Code's workbench. Open it in a browser of this machine; Ctrl+C ends it.\n`);
  console.log(address);
  if (hasScreen()) openBrowser(address);
}

function openBrowser(address: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  // Where there is no such program, the printed address is enough.
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
