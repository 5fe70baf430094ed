/**
 * The one build file. `node src/build.mjs` installs what is missing, compiles the learner's kernels to
 * WebAssembly and bundles the command line; `node src/build.mjs test [pattern…]` runs the tests.
 * Until the install step has run, only Node's own modules may be imported here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

function install() {
  const installed = join('node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  console.error('Installing dependencies (npm ci)…');
  run('npm', ['ci', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
    stdio: ['ignore', 2, 2],
  });
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

async function bundle() {
  const { build } = await import('esbuild');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  await build({
    entryPoints: { cli: 'src/cli/main.ts', worker: 'src/node/worker.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    legalComments: 'none',
    // jsonc-parser's CommonJS build finds its own files at run time, which no bundle survives.
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'undefined', CONTRAIL_VERSION: JSON.stringify(version) },
  });
}

/** Runs the test files whose path contains one of `words`, or all of them. */
function test(words) {
  const files = readdirSync('test', { recursive: true })
    .map(name => join('test', name))
    .filter(name => name.endsWith('.test.ts') && (words.length === 0 || words.some(word => name.includes(word))));
  run('node', ['--test', ...files], { shell: process.platform === 'win32' });
}

install();
if (process.argv[2] === 'test') test(process.argv.slice(3));
else {
  kernels();
  await bundle();
}
