import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Settings that keep a fresh window free of everything that is not Contrail's. */
const quiet = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
};

/** Writes the user's settings into a user data folder: a quiet window's, what was there before, and what `settings` says. */
export function writeSettings(userData: string, settings: Readonly<Record<string, unknown>> = {}): void {
  const file = join(userData, 'User', 'settings.json');
  mkdirSync(dirname(file), { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  writeFileSync(file, `${JSON.stringify({ ...quiet, ...before, ...settings }, undefined, 2)}\n`);
}
