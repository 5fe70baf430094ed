import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HumanError } from '../../src/engine/problem.ts';

/** What a workbench server is started with. */
export interface ServerOptions {
  /** The entry of VS Code's own server, from `codeServer`. */
  readonly serverMain: string;
  /** Where the server keeps settings, state and logs; the same folder again is the same installation again. */
  readonly data: string;
  /** Whether every workspace is trusted. Otherwise Restricted Mode is on until somebody trusts the folder. */
  readonly trusted?: boolean;
  /** Where installed extensions are. */
  readonly extensions: string;
  /** What the extension host finds in its environment besides ours. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running workbench server on the loopback interface. */
export interface Server {
  readonly port: number;
  /** Where settings, state and logs are. */
  readonly data: string;
  /** Ends the server and its extension hosts. Detached processes that they started live on. */
  stop(): Promise<void>;
}

/** Whatever asks this process to end ends the server too. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts VS Code's server and resolves when it listens. Throws a `HumanError` with its output when it does not. */
export async function startServer({
  serverMain,
  data,
  trusted = true,
  extensions,
  environment,
}: ServerOptions): Promise<Server> {
  mkdirSync(data, { recursive: true });
  // The same data get the same port again: a browser keeps the state of a window by its address.
  const portFile = join(data, 'port');
  const wanted = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '0';
  const output = join(data, 'server.log');
  const file = openSync(output, 'w');
  const child = spawn(
    process.execPath,
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', wanted, '--without-connection-token', '--accept-server-license-terms'],
      // One layout for both hosts: desktop VS Code has `User` and `logs` right in the user data folder too.
      ...['--server-data-dir', data, '--user-data-dir', data],
      ...['--extensions-dir', extensions],
      ...['--telemetry-level', 'off', '--enable-smoke-test-driver'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', file, file], env: { ...process.env, ...environment }, detached: true },
  );
  closeSync(file);
  const kill = () => killGroup(child);
  const leave = () => process.exit(130);
  process.once('exit', kill);
  for (const signal of signals) process.once(signal, leave);
  const port = await listening(child, output).catch(error => {
    kill();
    throw error;
  });
  writeFileSync(portFile, String(port));
  return {
    port,
    data,
    async stop() {
      process.off('exit', kill);
      for (const signal of signals) process.off(signal, leave);
      kill();
      while (child.exitCode === null && child.signalCode === null) await delay(10);
    },
  };
}

/** Installs a packaged extension where a server will look for it. Throws a `HumanError` where the server refuses it. */
export function installExtension(
  serverMain: string,
  { vsix, data, extensions }: { vsix: string; data: string; extensions: string },
): void {
  const folders = ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', extensions];
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverMain, '--install-extension', vsix, ...folders]);
  if (status !== 0) throw new HumanError(`VS Code did not install ${vsix}. It said:\n${stdout}${stderr}`);
}

async function listening(child: ChildProcess, output: string): Promise<number> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(30)) {
    const port = /agent listening on (\d+)/.exec(readFileSync(output, 'utf8'))?.[1];
    if (port) return Number(port);
    if (child.exitCode !== null) break;
  }
  throw new HumanError(`VS Code's server did not start. It said:\n${readFileSync(output, 'utf8').trim()}`);
}

/** The server leads a process group of its own, so that no extension host outlives it. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
