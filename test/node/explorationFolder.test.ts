import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { HumanError } from '../../src/engine/problem.ts';
import {
  explorationFiles,
  explorationStatusOf,
  exploredFile,
  exploreToFolder,
} from '../../src/node/explorationFolder.ts';
import { collect } from '../collect.ts';
import { slowExploration } from './slowExploration.ts';

const scratch = mkdtempSync(join(tmpdir(), 'contrail-explore-'));
test.after(() => rmSync(scratch, { recursive: true }));

let folders = 0;
const newFolder = () => join(scratch, `${folders++}`, 'explore');
const exploreInto = (folder: string) => collect(exploreToFolder(slowExploration(folder, 0)));
const trajectoriesIn = (folder: string) => readFileSync(join(folder, explorationFiles.trajectories), 'utf8');

test('an exploration makes its folder and tells how far it is', async () => {
  const folder = newFolder();
  assert.equal(await explorationStatusOf(folder), undefined);
  await assert.rejects(exploredFile(folder), /explore first/);
  await exploreInto(folder);
  assert.deepEqual(await explorationStatusOf(folder), { status: 'complete', done: 40, total: 40 });
  assert.equal(await exploredFile(folder), join(folder, explorationFiles.trajectories));
});

test('a partial exploration is never taken for a complete one', async () => {
  const folder = newFolder();
  const exploration = slowExploration(folder, 0);
  for await (const event of exploreToFolder(exploration))
    if (event.kind === 'episode-finished' && event.done === 20) break;
  const status = await explorationStatusOf(folder);
  assert.equal(status?.status, 'partial');
  await assert.rejects(
    exploredFile(folder),
    error => error instanceof HumanError && /of 40 episodes/.test(error.message),
  );
  assert.equal(await exploredFile(folder, { partial: true }), join(folder, explorationFiles.trajectories));
});

test('a complete exploration whose file was cut is partial again, and is mended', async () => {
  const folder = newFolder();
  await exploreInto(folder);
  const whole = trajectoriesIn(folder);
  truncateSync(join(folder, explorationFiles.trajectories), whole.length - 10);
  assert.deepEqual(await explorationStatusOf(folder), { status: 'partial', done: 39, total: 40 });
  await exploreInto(folder);
  assert.equal(trajectoriesIn(folder), whole);
  rmSync(join(folder, explorationFiles.trajectories));
  assert.deepEqual(await explorationStatusOf(folder), { status: 'partial', done: 0, total: 40 });
  rmSync(join(folder, explorationFiles.marker));
  await exploreInto(folder);
  assert.equal(trajectoriesIn(folder), whole);
});

test('a marker that cannot be read says what to do', async () => {
  const folder = newFolder();
  await exploreInto(folder);
  const cases = [
    ['{"format":', /it is not JSON/],
    ['{"format":"other"}', /format: Expected/],
    ['{"format":"contrail-exploration-1","status":"over"}', /status: Expected one of/],
  ] as const;
  for (const [text, message] of cases) {
    writeFileSync(join(folder, explorationFiles.marker), text);
    await assert.rejects(exploreInto(folder), error => error instanceof HumanError && message.test(error.message));
  }
});

test('where a folder cannot be made, or a file is no file, a person is told', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, '..'), { recursive: true });
  writeFileSync(folder, '');
  await assert.rejects(exploreInto(folder), error => error instanceof HumanError && error.message.includes(folder));
  const other = newFolder();
  mkdirSync(join(other, explorationFiles.journal), { recursive: true });
  await assert.rejects(exploreInto(other), error => error instanceof HumanError && /is a folder/.test(error.message));
});

test('a full disk ends the exploration with its reason, and nothing is lost or doubled', {
  skip: process.platform === 'win32' && 'needs ulimit',
}, async () => {
  const folder = newFolder();
  const straight = newFolder();
  await exploreInto(straight);
  // Files may grow to so many blocks of 512 bytes; each attempt gets further than the one before.
  for (const blocks of [4, 9, 20, 33]) {
    const child = spawnSync(
      'sh',
      [
        '-c',
        `ulimit -f ${blocks}; exec "$0" "$1" "$2"`,
        process.execPath,
        join(import.meta.dirname, 'exploreChild.ts'),
        folder,
      ],
      { encoding: 'utf8' },
    );
    assert.match(child.stderr, /HumanError: Cannot write .*explore.*larger than the system allows/);
    assert.notEqual(child.status, 0);
  }
  await exploreInto(folder);
  assert.equal(trajectoriesIn(folder), trajectoriesIn(straight));
});
