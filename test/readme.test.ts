import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { StudyReport } from '../src/engine/study/studyReport.ts';
import { studyMarkdown, studyTables } from '../src/engine/study/studyText.ts';

const root = resolve(import.meta.dirname, '..');
const stored = join(root, 'media', 'experiments');
const readme = join(root, 'README.md');

/** Each table of a stored report, or of the variants that are named, stands between a pair of these. */
const tables = /(<!-- experiment:([\w.-]+)((?: [\w.-]+)*) -->\n)([\s\S]*?)(<!-- \/experiment -->)/g;

function reportOf(name: string): StudyReport {
  const path = join(stored, `${name}.json`);
  assert.ok(existsSync(path), `README shows the experiment ${name}, but there is no ${path}.`);
  return JSON.parse(readFileSync(path, 'utf8')) as StudyReport;
}

/** What a report says of some variants alone. */
function part(report: StudyReport, variants: readonly string[]): StudyReport {
  const rows = report.rows.filter(({ variant }) => variants.includes(variant));
  const labels = rows.map(({ label }) => label);
  const comparisons = report.comparisons.filter(({ row, against }) => labels.includes(row) && labels.includes(against));
  return { ...report, rows, comparisons };
}

test('the tables of README are those of the stored reports', () => {
  const text = readFileSync(readme, 'utf8').replaceAll('\r\n', '\n');
  const rendered = text.replace(tables, (_, start: string, name: string, words: string, __, end: string) => {
    const variants = words.split(' ').slice(1);
    const report = reportOf(name);
    return `${start}\n${studyTables(variants.length > 0 ? part(report, variants) : report)}\n\n${end}`;
  });
  if (process.env['UPDATE_GOLDEN']) writeFileSync(readme, rendered);
  else assert.equal(text, rendered);
  // A marker that is misspelt would leave its table to age.
  const starts = text.match(/<!-- experiment:/g)?.length ?? 0;
  assert.equal([...text.matchAll(tables)].length, starts);
});

test('a stored report and its Markdown say the same', () => {
  const names = existsSync(stored) ? readdirSync(stored).filter(name => name.endsWith('.json')) : [];
  for (const name of names.map(file => file.replace(/\.json$/, ''))) {
    const report = reportOf(name);
    assert.equal(report.format, 'contrail-study-1', name);
    assert.equal(report.study, name);
    assert.equal(report.limit, undefined, `${name} is a quick look, no result.`);
    const path = join(stored, `${name}.md`);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, studyMarkdown(report));
    assert.equal(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'), studyMarkdown(report), name);
  }
});
