import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStudy } from '../../../src/engine/study/parseStudy.ts';
import { studies } from '../../../src/engine/study/registry.ts';

for (const study of studies) {
  test(`the shipped study ${study.name} is one that a file could hold`, () => {
    assert.deepEqual(parseStudy(JSON.stringify(study), `${study.name}.json`), { study });
    assert.ok(study.comparisons.length > 0);
    assert.match(study.question, /\?$/);
  });
}

test('shipped studies have names of their own', () => {
  assert.equal(new Set(studies.map(({ name }) => name)).size, studies.length);
});
