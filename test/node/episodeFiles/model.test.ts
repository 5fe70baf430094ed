import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { linesOf, rest, testFolder, view, whole } from './folder.ts';

const { service, file } = testFolder();

const line = fc.nat(50).map(from => linesOf(1, from));
const piece = fc.oneof(
  { weight: 4, arbitrary: line },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\r\n', '{}\n', 'x', '{"a":', ' \n') },
  { weight: 1, arbitrary: fc.tuple(line, fc.nat(700)).map(([text, end]) => text.slice(0, end)) },
);
const text = fc.array(piece, { maxLength: 5 }).map(pieces => pieces.join(''));

type Change = (path: string) => void;
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: text.map(more => (path: string) => appendFileSync(path, more)) },
  {
    weight: 1,
    arbitrary: fc.nat(100).map(part => (path: string) => {
      truncateSync(path, Math.floor((readFileSync(path).length * part) / 100));
    }),
  },
  { weight: 1, arbitrary: text.map(content => (path: string) => writeFileSync(path, content)) },
  {
    weight: 1,
    arbitrary: text.map(content => (path: string) => {
      writeFileSync(`${path}.new`, content);
      renameSync(`${path}.new`, path);
    }),
  },
  { weight: 1, arbitrary: fc.constant(rest) },
);

/** The rows of a file as one would list them who reads it from the start. */
function expected(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const tail = lines.pop()!;
  const isAtRest = Date.now() - statSync(path).mtimeMs > 10_000;
  if (isAtRest) lines.push(tail);
  return lines.flatMap((each, index) => {
    if (/^[ \t\r]*$/.test(each)) return [];
    try {
      const document = JSON.parse(each) as { readonly trajectory_id?: string };
      return [`${index + 1} ${document.trajectory_id ?? 'malformed'}`];
    } catch {
      return [`${index + 1} malformed`];
    }
  });
}

let files = 0;

test('whatever happens to a file, its rows are those of its lines', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.tuple(change, fc.boolean()), { maxLength: 8 }), async (content, changes) => {
      const path = file(`${files++}.jsonl`);
      writeFileSync(path, content);
      const list = async (filter: string) => {
        await whole(service, path);
        const { rows } = await service.rows({ path, view: view({ filter }), from: 0, count: 1000 });
        return rows.map(row => ('group' in row ? '?' : `${row.line} ${'id' in row ? row.id : 'malformed'}`));
      };
      for (const [apply, isAwaited] of changes) {
        apply(path);
        if (!isAwaited) void service.rows({ path, view: view(), from: 0, count: 3 });
        else assert.deepEqual(await list(''), expected(path));
      }
      assert.deepEqual(await list(''), expected(path));
      assert.deepEqual(
        await list('not malformed'),
        expected(path).filter(row => !row.endsWith('malformed')),
      );
      await service.close({ path });
    }),
    { numRuns: 40 },
  );
});
