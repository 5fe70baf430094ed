import { spawnSync } from 'node:child_process';
import { HumanError } from '../../src/engine/problem.ts';

/**
 * Makes sure that Debian packages are installed; `purpose` says what needs them. Throws a `HumanError` with the command
 * to run where this process may not install them, or where apt-get fails. Elsewhere than on Debian it takes them as there.
 */
export function needPackages(names: readonly string[], purpose: string): void {
  if (spawnSync('dpkg-query', ['--version'], { stdio: 'ignore' }).error) return;
  const missing = names.filter(name => !isInstalled(name));
  if (missing.length === 0) return;
  const advice = `${purpose} needs packages that are missing here: run apt-get install ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new HumanError(`${advice} as root.`);
  console.error(`Installing ${missing.join(', ')} (apt-get)…`);
  if (!install(missing) && !(aptGet('update') && install(missing))) throw new HumanError(`${advice}; it failed here.`);
}

function isInstalled(name: string): boolean {
  return String(spawnSync('dpkg-query', ['--status', name]).stdout).includes('Status: install ok installed');
}

function install(names: readonly string[]): boolean {
  return aptGet('install', '--yes', '--no-install-recommends', ...names);
}

function aptGet(...words: readonly string[]): boolean {
  const { status } = spawnSync('apt-get', ['--quiet', '-o', 'DPkg::Lock::Timeout=300', ...words], {
    // Progress is not a result: standard output may be the tests' own protocol.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}
