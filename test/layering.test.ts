import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

/** Which folders each folder's files may import from; what is absent is forbidden (ARCHITECTURE.md, invariant 1). */
const arrows: Record<string, readonly string[]> = {
  engine: ['engine'],
  protocol: ['protocol', 'engine'],
  node: ['node', 'protocol', 'engine'],
  host: ['host', 'node', 'protocol', 'engine'],
  cli: ['cli', 'node', 'protocol', 'engine'],
  webview: ['webview', 'protocol', 'engine'],
};

const root = resolve(import.meta.dirname, '..');

function* imports(): Generator<{
  file: string;
  layer: string;
  specifier: string;
}> {
  for (const folder of ['src', 'webview']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = `${folder}/${name.replaceAll('\\', '/')}`;
      const text = readFileSync(join(root, file), 'utf8');
      for (const match of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
        yield { file, layer: layerOf(file), specifier: match[1]! };
      }
    }
  }
}

/** The folder below `src`, or `webview`. */
function layerOf(file: string): string {
  return file.replace(/^src\//, '').split('/')[0]!;
}

test('arrows between the layers run one way', () => {
  const wrong: string[] = [];
  for (const { file, layer, specifier } of imports()) {
    if (!specifier.startsWith('.')) continue;
    const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/');
    if (!arrows[layer]?.includes(layerOf(target))) wrong.push(`${file} imports ${specifier}`);
  }
  assert.deepEqual(wrong, []);
});

test('only the host imports vscode, and engine, protocol and webview import nothing of Node', () => {
  const wrong: string[] = [];
  for (const { file, layer, specifier } of imports()) {
    if (specifier === 'vscode' && layer !== 'host') wrong.push(`${file} imports vscode`);
    if (['engine', 'protocol', 'webview'].includes(layer) && specifier.startsWith('node:'))
      wrong.push(`${file} imports ${specifier}`);
  }
  assert.deepEqual(wrong, []);
});

test('one file knows where the controls of the webviews come from', () => {
  const users = [...imports()].filter(({ specifier }) => specifier === '@vscode/webview-ui-toolkit');
  assert.deepEqual(
    users.map(({ file }) => file),
    ['webview/ui/controls.ts'],
  );
});
