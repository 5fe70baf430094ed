import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { openLineFile } from '../../src/node/lineFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-lines-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function append(path: string, ...lines: string[]): void {
  const file = openLineFile(path);
  for (const line of lines) file.append(line);
  file.close();
}

test('lines are added to what is there', () => {
  const path = join(folder, 'a');
  append(path, 'one', 'zwölf');
  append(path, 'three');
  assert.equal(readFileSync(path, 'utf8'), 'one\nzwölf\nthree\n');
});

test('whatever part of a file a kill leaves, the next line follows the last whole one', () => {
  const path = join(folder, 'torn');
  fc.assert(
    fc.property(fc.array(fc.string().map(text => text.replaceAll('\n', ' '))), fc.nat(), (lines, cut) => {
      const whole = Buffer.from(lines.map(line => `${line}\n`).join(''));
      const left = whole.subarray(0, cut % (whole.length + 1));
      writeFileSync(path, left);
      append(path, 'next');
      const kept = left.subarray(0, left.lastIndexOf(0x0a) + 1);
      assert.deepEqual(readFileSync(path), Buffer.concat([kept, Buffer.from('next\n')]));
    }),
  );
});

test('a torn line longer than what is read at once is cut off', () => {
  const path = join(folder, 'long');
  writeFileSync(path, `first\n${'x'.repeat(200_000)}`);
  append(path, 'second');
  assert.equal(readFileSync(path, 'utf8'), 'first\nsecond\n');
});

test('a disk that refuses leaves whole lines and says so', {
  skip: process.platform === 'win32' && 'needs ulimit',
}, () => {
  const path = join(folder, 'full');
  const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/node/lineFile.ts')).href);
  const script = `
    const { openLineFile } = await import(${module});
    const file = openLineFile(${JSON.stringify(path)});
    try { for (;;) file.append('x'.repeat(999)); } catch (error) { console.log(error.name + ': ' + error.message); }`;
  // The limit, 8 blocks of 512 or of 1,024 bytes, falls inside a line, so that the write that fails is half done.
  const { stdout } = spawnSync(
    'sh',
    ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    {
      encoding: 'utf8',
    },
  );
  assert.match(stdout, /^HumanError: Cannot write .*full: the file would be larger than the system allows/);
  assert.ok(statSync(path).size >= 4000);
  assert.equal(statSync(path).size % 1000, 0);
});
