import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DashboardSnapshots } from '../../src/node/dashboardSnapshot.ts';
import { localRunFiles, type RunFiles } from '../../src/node/runFiles.ts';
import { readOnlyRunHead } from '../../src/node/runHead.ts';
import { RunReader } from '../../src/node/runReader.ts';
import { WrittenRun, writeIteration } from '../writtenRun.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-dashboard-'));
after(() => rmSync(root, { recursive: true, force: true }));

const first = { seed: 1, arm: 'eto', iteration: 1 } as const;
const head = readOnlyRunHead({ run: 'file:///r', name: 'r', folder: 'r', statusText: '' });
const finished = { status: 'finished', code: 0 } as const;

function snapshotOf(reader: RunReader, training?: string) {
  return new DashboardSnapshots(reader).take({ version: 1, head, choice: training === undefined ? {} : { training } });
}

test('a finished run: rows, curves, the way back from its checkpoint', async () => {
  const run = new WrittenRun(join(root, 'finished'));
  writeIteration(run);
  run.job.end(finished);
  const reader = new RunReader(localRunFiles(run.folder));
  await reader.refresh();
  const snapshot = snapshotOf(reader);
  assert.deepEqual(snapshot.problems, []);
  assert.equal(snapshot.report?.rows.length, 2);
  assert.deepEqual(
    snapshot.trainings.map(({ title, points, alarms }) => [title, points, alarms.length]),
    [
      ['Cloning', 30, 0],
      ['ETO, iteration 1 (DPO)', 54, 0],
    ],
  );
  assert.equal(snapshot.training?.id, 'seed-1/iteration-1/train', 'the latest of ETO is shown');
  assert.equal(snapshotOf(reader, 'seed-1/iteration-0/train').training?.id, 'seed-1/iteration-0/train');
  assert.deepEqual(snapshot.lineage.nodes.find(({ id }) => id === 'seed-1/iteration-1/train')?.from, [
    'seed-1/iteration-1/pairs',
  ]);
  assert.deepEqual(reader.turnsOf(reader.curves[1]!), { chosen: 4, rejected: 6 });
  const { revision } = reader;
  await reader.refresh();
  assert.equal(reader.revision, revision, 'a folder that stays the same has nothing new');
});

test('a run that grows is read on from where it was', async () => {
  const run = new WrittenRun(join(root, 'grows'));
  const bytes: number[] = [];
  const files = localRunFiles(run.folder);
  const counting: RunFiles = {
    stat: files.stat,
    async read(file, from, length) {
      const read = await files.read(file, from, length);
      if (file === 'metrics.jsonl') bytes.push(read.length);
      return read;
    },
  };
  const reader = new RunReader(counting);
  await reader.refresh();
  assert.equal(snapshotOf(reader).training, null);
  assert.equal(snapshotOf(reader).report, null);
  run.begin(first, 'train');
  run.train(first, { last: 10 });
  await reader.refresh();
  assert.equal(reader.curves[0]?.steps.length, 10);
  assert.deepEqual(reader.running?.stage, 'train');
  const before = bytes.reduce((a, b) => a + b, 0);
  run.train(first, { first: 11, last: 12 });
  await reader.refresh();
  assert.equal(reader.curves[0]?.steps.length, 12);
  assert.ok(bytes.reduce((a, b) => a + b, 0) - before < before / 2, 'the first steps are not read again');
  run.finish(first, 'train', '12 steps');
  run.job.end({ status: 'stopped', code: 130 });
  await reader.refresh();
  assert.equal(reader.running, undefined);
  assert.equal(reader.lineage[0]?.summary, '12 steps', 'a stage is known before lineage.json is written');
});

test('half a line is waited for, bad lines and files are told of and passed over', async () => {
  const run = new WrittenRun(join(root, 'torn'));
  run.train(first, { last: 3 });
  run.job.end(finished);
  const metrics = join(run.folder, 'metrics.jsonl');
  const whole = JSON.stringify({ time: '', place: first, stage: 'train', values: { step: 4, loss: 1 } });
  appendFileSync(metrics, `not json\n\u0000\u001b[31m\n${whole.slice(0, 20)}`);
  run.write('report.json', '{"format": "contrail-report-1"');
  run.write('lineage.json', JSON.stringify({ nodes: [{ folder: '../../etc', stage: 'train' }] }));
  const reader = new RunReader(localRunFiles(run.folder));
  await reader.refresh();
  assert.equal(reader.curves[0]?.steps.length, 3);
  assert.equal(snapshotOf(reader).report, null);
  assert.equal(reader.problems.length, 3);
  assert.match(reader.problems[0]!, /^metrics\.jsonl:4:1: .*\(and 1 more like it\)$/);
  assert.match(reader.problems[1]!, /^report\.json:0:1: It is no JSON/);
  assert.match(reader.problems[2]!, /inside the run folder, but it is "\.\.\/\.\.\/etc"/);
  appendFileSync(metrics, `${whole.slice(20)}\n`);
  run.write('report.json', JSON.stringify({ format: 'contrail-report-1', experiment: 'x', seeds: [], rows: [] }));
  await reader.refresh();
  assert.equal(reader.curves[0]?.steps.length, 4);
  assert.equal(reader.problems.length, 2, 'a file that is mended is no problem any more');
});

test('a run that was started anew in its folder is read anew', async () => {
  const run = new WrittenRun(join(root, 'anew'));
  run.train(first, { last: 20 });
  const reader = new RunReader(localRunFiles(run.folder));
  await reader.refresh();
  run.job.end(finished);
  truncateSync(join(run.folder, 'metrics.jsonl'));
  writeFileSync(join(run.folder, 'events.jsonl'), '');
  await reader.refresh();
  assert.deepEqual(reader.curves, []);
  rmSync(run.folder, { recursive: true });
  await reader.refresh();
  assert.deepEqual([reader.report, reader.lineage, reader.problems], [null, [], []]);
});

test('a line of many megabytes is passed over and what follows is read', async () => {
  const run = new WrittenRun(join(root, 'long'));
  run.train(first, { last: 2 });
  run.job.end(finished);
  const line = JSON.stringify({ time: '', place: first, stage: 'train', values: { step: 3, loss: 1 } });
  appendFileSync(join(run.folder, 'metrics.jsonl'), `"${'x'.repeat(12_000_000)}"\n${line}\n`);
  const reader = new RunReader(localRunFiles(run.folder));
  await reader.refresh();
  assert.equal(reader.curves[0]?.steps.length, 3);
  assert.match(reader.problems[0]!, /metrics\.jsonl:3:1: This line is too long/);
});
