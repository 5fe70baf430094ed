import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lastTest } from './hostEntry.ts';

const tests = resolve(import.meta.dirname, '..');

/** What the extension host loads: VS Code's entry, and one bundle a test file. */
export interface HostBundle {
  readonly entry: string;
  readonly files: readonly string[];
}

/** Bundles test files and the entry that runs them into `folder`, a new one, for an extension host. */
export async function bundleHostTests(testFiles: readonly string[], folder: string): Promise<HostBundle> {
  const entryPoints = Object.fromEntries(testFiles.map(file => [nameOf(file), resolve(file)]));
  const { version } = JSON.parse(readFileSync(resolve(tests, '..', 'package.json'), 'utf8')) as { version: string };
  await build({
    entryPoints: { ...entryPoints, entry: join(import.meta.dirname, 'hostEntry.ts') },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    mainFields: ['module', 'main'],
    define: { CONTRAIL_VERSION: JSON.stringify(version) },
    plugins: [ownFolder],
  });
  writeFileSync(join(folder, 'last.cjs'), `require('node:test').test(${JSON.stringify(lastTest)}, () => {});\n`);
  return {
    entry: join(folder, 'entry.cjs'),
    files: Object.keys(entryPoints).map(name => writeLoader(join(folder, `${name}.cjs`))),
  };
}

/** A file that cannot be loaded is a test that fails: `node:test` says nothing of it when it runs in this process. */
function writeLoader(bundle: string): string {
  const path = bundle.replace('.test.cjs', '.load.cjs');
  const fail = `require('node:test').test('loads', () => { throw error; })`;
  writeFileSync(path, `try { require(${JSON.stringify(bundle)}); } catch (error) { ${fail}; }\n`);
  return path;
}

/** `host/trees.test` of `test/host/trees.test.ts`, in one piece. */
function nameOf(file: string): string {
  return relative(tests, file).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '~');
}

/** In a test, `import.meta.dirname` stays the folder of its source, where its fixtures are. */
const ownFolder: Plugin = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};
