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
};

const source = resolve(import.meta.dirname, '..', 'src');

function* imports(): Generator<{
  file: string;
  layer: string;
  specifier: string;
}> {
  for (const name of readdirSync(source, {
    recursive: true,
    encoding: 'utf8',
  })) {
    if (!name.endsWith('.ts')) continue;
    const file = name.replaceAll('\\', '/');
    const layer = file.split('/')[0]!;
    const text = readFileSync(join(source, name), 'utf8');
    for (const match of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      yield { file, layer, specifier: match[1]! };
    }
  }
}

test('arrows between the layers run one way', () => {
  const wrong: string[] = [];
  for (const { file, layer, specifier } of imports()) {
    if (!specifier.startsWith('.')) continue;
    const target = relative(source, resolve(source, dirname(file), specifier))
      .replaceAll('\\', '/')
      .split('/')[0]!;
    if (!arrows[layer]?.includes(target)) wrong.push(`${file} imports ${specifier}`);
  }
  assert.deepEqual(wrong, []);
});

test('only the host imports vscode, and engine and protocol import nothing of Node', () => {
  const wrong: string[] = [];
  for (const { file, layer, specifier } of imports()) {
    if (specifier === 'vscode' && layer !== 'host') wrong.push(`${file} imports vscode`);
    if ((layer === 'engine' || layer === 'protocol') && specifier.startsWith('node:'))
      wrong.push(`${file} imports ${specifier}`);
  }
  assert.deepEqual(wrong, []);
});
