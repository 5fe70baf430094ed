/**
 * The one build file. `node src/build.mjs` installs what is missing, compiles the learner's kernels to
 * WebAssembly and bundles the command line, the extension and its webviews (`release [folder]`: minified);
 * `node src/build.mjs test [pattern…]` runs the tests.
 * Until the install step has run, only Node's own modules may be imported here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

/** Runs a program to its end and leaves with its exit code when that is not 0. */
function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, {
    stdio: 'inherit',
    ...options,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs what is missing. Of several builds at once one installs and the others wait for it. */
function install() {
  const installed = join('node_modules', '.package-lock.json');
  const isInstalled = () =>
    existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;
  if (isInstalled()) return;
  const lock = join('dist', 'installing');
  mkdirSync('dist', { recursive: true });
  while (!takes(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  try {
    if (isInstalled()) return;
    console.error('Installing dependencies (npm ci)…');
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      shell: process.platform === 'win32',
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) throw new Error('npm ci failed; see above.');
  } finally {
    rmSync(lock, { recursive: true });
  }
}

/** Whether the folder `lock` could be made; one that a killed build left behind long ago is taken over. */
function takes(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const left = statSync(lock, { throwIfNoEntry: false });
    if (left && Date.now() - left.mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** AssemblyScript → WebAssembly → a module that embeds it, so that the engine reads no file to load its kernels. */
function kernels() {
  const folder = join('src', 'engine', 'learner', 'kernels');
  const sources = existsSync(folder)
    ? readdirSync(folder).filter(name => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
    : [];
  if (sources.length === 0) return;
  const target = join(folder, 'binary.generated.ts');
  const newest = Math.max(...sources.map(name => statSync(join(folder, name)).mtimeMs));
  if (existsSync(target) && statSync(target).mtimeMs > newest) return;
  mkdirSync('dist', { recursive: true });
  const wasm = join('dist', 'kernels.wasm');
  const options =
    '-O3 --noAssert --runtime stub --enable simd --importMemory --initialMemory 0 --disableWarning 112'.split(' ');
  run(process.execPath, [
    join('node_modules', 'assemblyscript', 'bin', 'asc.js'),
    join(folder, 'index.ts'),
    '-o',
    wasm,
    ...options,
  ]);
  const base64 = readFileSync(wasm).toString('base64');
  writeFileSync(
    target,
    `/** Compiled from the files beside it by src/build.mjs. */\nexport const binary = '${base64}';\n`,
  );
}

/** @returns {import('esbuild').BuildOptions} What all bundles share. */
function shared(isRelease) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  return {
    bundle: true,
    logLevel: 'warning',
    legalComments: 'none',
    minify: isRelease,
    sourcemap: isRelease ? false : 'linked',
    // jsonc-parser's CommonJS build finds its own files at run time, which no bundle survives.
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'undefined', CONTRAIL_VERSION: JSON.stringify(version) },
  };
}

/**
 * VS Code's API as one module with the names that the host uses. Left external, every file that imports it would copy
 * the whole of it while the extension is loaded: a hundred times four hundred properties.
 * @type {import('esbuild').Plugin}
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    onLoad({ filter: /./, namespace: 'vscode-once' }, () => {
      const host = join('src', 'host');
      const files = readdirSync(host, { recursive: true }).filter(name => name.endsWith('.ts'));
      const sources = files.map(name => readFileSync(join(host, name), 'utf8'));
      const names = new Set(sources.flatMap(text => [...text.matchAll(/\bvscode\.(\w+)/g)].map(([, name]) => name)));
      return { contents: `export const { ${[...names].join(', ')} } = require('vscode');` };
    });
  },
};

/** Into `folder`: the command line, the worker thread and the extension for Node, a script and a style a webview. */
async function bundle(folder, isRelease) {
  const { build } = await import('esbuild');
  const node = {
    ...shared(isRelease),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
  };
  const headless = { cli: 'src/cli/main.ts', worker: 'src/node/worker.ts' };
  const surfaces = readdirSync('webview').filter(name => existsSync(join('webview', name, 'main.ts')));
  await Promise.all([
    build({ ...node, target: 'node20', entryPoints: headless }),
    build({ ...node, target: 'node22', entryPoints: { extension: 'src/host/extension.ts' }, plugins: [vscodeOnce] }),
    build({
      ...shared(isRelease),
      outdir: join(folder, 'webview'),
      platform: 'browser',
      format: 'iife',
      target: 'es2024',
      entryPoints: Object.fromEntries(surfaces.map(name => [name, `webview/${name}/main.ts`])),
      mainFields: ['browser', 'module', 'main'],
    }),
  ]);
}

/** Folders of tests that each start an editor or a browser: one at a time, or they would wait for each other. */
const realFolders = ['editor', 'journeys', 'webview'];

/**
 * Runs the test files whose path contains one of `words`, or all of them. Those in `test/host` run inside VS Code, all
 * in one start of it, through `test/editor/host.test.ts`.
 */
function test(words) {
  const chosen = readdirSync('test', { recursive: true })
    .map(name => join('test', name))
    .filter(name => name.endsWith('.test.ts') && (words.length === 0 || words.some(word => name.includes(word))));
  const runner = join('test', 'editor', 'host.test.ts');
  const inside = chosen.filter(name => name.startsWith(join('test', 'host')));
  const outside = chosen.filter(name => !inside.includes(name) && name !== runner);
  const isReal = name => realFolders.some(folder => name.startsWith(join('test', folder)));
  const real = [...outside.filter(isReal), ...(inside.length > 0 || chosen.includes(runner) ? [runner] : [])];
  const options = {
    shell: process.platform === 'win32',
    stdio: 'inherit',
    env: { ...process.env, CONTRAIL_HOST_FILES: inside.join('\n') },
  };
  const parts = [outside.filter(name => !isReal(name)), ['--test-concurrency=1', ...real]];
  const codes = parts
    .filter(part => part.some(name => name.endsWith('.test.ts')))
    .map(part => spawnSync('node', ['--test', ...part], options).status ?? 1);
  process.exitCode = Math.max(0, ...codes);
}

install();
if (process.argv[2] === 'test') test(process.argv.slice(3));
else {
  kernels();
  await bundle(process.argv[3] ?? 'dist', process.argv[2] === 'release');
}
