import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/**
 * Packs Contrail in `folder`, an empty one, with the steps of `npm run package`, so that the bundles of the work tree
 * stay as they are. Returns the path of the `.vsix`; its bundles are in `dist` beside it.
 */
export function pack(folder: string): string {
  for (const part of ['media', 'syntaxes', 'package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const run = (script: string, ...words: readonly string[]) =>
    execFileSync(process.execPath, [join(root, script), ...words], { cwd: folder, stdio: 'pipe' });
  run('src/build.mjs', 'release', join(folder, 'dist'));
  const vsix = join(folder, 'dist', 'contrail.vsix');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  run('node_modules/@vscode/vsce/vsce', 'package', ...options);
  return vsix;
}
