import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HumanError } from '../../src/engine/problem.ts';
import { acquireLock, type Lock } from '../../src/node/lock.ts';
import { needPackages } from './debianPackages.ts';

const version = '4.139.1';

/** What code-server's native parts are built with. */
const tools = 'make g++ python3 pkg-config libkrb5-dev libx11-dev libxkbfile-dev libsecret-1-dev'.split(' ');

/** Where large things that several checkouts share are kept, outside the work tree. */
export function cacheFolder(): string {
  return process.env['CONTRAIL_CACHE'] || join(homedir(), '.cache', 'contrail');
}

/**
 * The entry of VS Code's own server as the npm package code-server carries it. The first call installs it into the
 * cache, which takes minutes; a second process waits for the first. Throws a `HumanError` where it cannot be had.
 */
export async function codeServer(): Promise<string> {
  const folder = join(cacheFolder(), `code-server-${version}`);
  const entry = join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
  // npm writes this file when every package's scripts have run.
  const isInstalled = () => existsSync(join(folder, 'node_modules', '.package-lock.json'));
  if (process.platform === 'win32') throw new HumanError('code-server does not run on Windows; use desktop VS Code.');
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new HumanError(`code-server ${version} needs Node 24, this is ${process.version}: use npm run or npm test.`);
  if (isInstalled()) return entry;
  mkdirSync(cacheFolder(), { recursive: true });
  const lock = await waitForLock(`${folder}.lock`);
  try {
    if (!isInstalled()) await install(folder);
  } finally {
    lock.release();
  }
  return entry;
}

/** Installing takes about two minutes on two cores; nobody waits for a quarter of an hour. */
async function waitForLock(path: string): Promise<Lock> {
  for (const end = Date.now() + 900_000; ; await delay(500)) {
    try {
      return acquireLock(path, { command: 'install code-server', onLost: () => {} });
    } catch (error) {
      if (!(error instanceof HumanError) || Date.now() > end) throw error;
    }
  }
}

/** Installs into a folder of this process's own and renames it at the end: what was interrupted never takes part. */
async function install(folder: string): Promise<void> {
  needPackages(tools, `Building code-server ${version}`);
  console.error(`Installing code-server ${version} into ${folder} (some minutes, once)…`);
  const draft = `${folder}.${process.pid}.draft`;
  const parent = dirname(folder);
  for (const name of readdirSync(parent).filter(other => other.startsWith(basename(folder)) && !other.endsWith('lock')))
    rmSync(join(parent, name), { recursive: true, force: true });
  mkdirSync(draft);
  const manifest = { private: true, dependencies: { 'code-server': version }, allowScripts: { 'code-server': true } };
  writeFileSync(join(draft, 'package.json'), JSON.stringify(manifest));
  const child = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: draft,
    stdio: ['ignore', 2, 2],
    env: installEnvironment(),
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new HumanError(`npm could not install code-server ${version} (exit ${status}); see above.`);
  renameSync(draft, folder);
}

/**
 * Without what `npm run` says about Contrail and about the Node that runs it, which need not be ours: code-server reads
 * its version in the user agent. With the headers of an installed Node where there are some.
 */
function installEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|node_execpath|execpath|config_(local|user_agent))/.test(name),
  );
  const headers = ['/usr', '/usr/local'].find(prefix => existsSync(join(prefix, 'include', 'node', 'node_api.h')));
  return {
    ...Object.fromEntries(inherited),
    npm_config_unsafe_perm: 'true',
    ...(headers && { npm_config_nodedir: headers }),
  };
}
