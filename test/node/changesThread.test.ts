import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readChanges } from '../../src/engine/analysis/changesFile.ts';
import { encodeCheckpoint } from '../../src/engine/learner/checkpoint.ts';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { reportChanges } from '../../src/node/changesThread.ts';
import { ChangesIndex } from '../../src/node/episodeFiles/changesIndex.ts';
import { collect } from '../collect.ts';
import { episode, step } from '../engine/episodes.ts';
import { untrained } from '../engine/learner/models.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail changes thread '));
after(() => rmSync(root, { recursive: true, force: true }));

const opening = 'You see desk 1 shelf 1\nYour task is to: put mug in desk';
const played = (id: string, does: readonly string[]) =>
  episode({ id, opening, steps: does.map(action => step(action, 'On shelf 1 you see mug 1')) });

/** A run with a cloned policy and one trained on an exploration, without any work. */
function writtenRun(): string {
  const run = join(root, 'run');
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(join(run, file, '..'), { recursive: true });
    writeFileSync(join(run, file), content);
  };
  const at = (iteration: number) => ({ seed: 1, arm: 'eto', iteration });
  const stage = (folder: string, marker: object) =>
    write(`${folder}/stage.json`, JSON.stringify({ settings: {}, ...marker }));
  const artifact = (file: string) => ({ file, hash: 'x' });
  const policy = (iteration: number) => artifact(`seed-1/iteration-${iteration}/train/checkpoint.policy`);
  const explored = artifact('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  write('job.json', '{}');
  for (const iteration of [0, 1]) write(policy(iteration).file, encodeCheckpoint(untrained(iteration + 1)));
  write(
    explored.file,
    ['a', 'b'].map(id => `${encodeTrajectory(played(id, ['go to shelf 1', 'go to desk 1']))}\n`).join(''),
  );
  stage('seed-1/iteration-0/train', { place: at(0), stage: 'train', from: [artifact('base')], made: [policy(0)] });
  stage('seed-1/iteration-1/explore', { place: at(1), stage: 'explore', from: [policy(0)], made: [explored] });
  stage('seed-1/iteration-1/train', { place: at(1), stage: 'train', from: [policy(0), explored], made: [policy(1)] });
  return run;
}

const run = writtenRun();
const changes = join(run, 'seed-1', 'iteration-1', 'changes.jsonl');
const following = { signal: new AbortController().signal, onProgress: () => {} };

test('a thread reports what changed, and the file it leaves tells of every turn', async () => {
  const { title, text, file } = await reportChanges({ run }, following);
  assert.equal(title, 'cloning → iteration 1 (ETO, seed 1)');
  assert.equal(file, changes);
  assert.match(text, /4 turns of 2 episodes/);
  assert.match(text, /has changed since/);
  assert.match(text, /cloning has not been evaluated/);
  const source = (async function* () {
    yield new Uint8Array(readFileSync(changes));
  })();
  const entries = await collect(readChanges({ source, file: changes }));
  assert.deepEqual(
    entries.map(entry => 'value' in entry && [entry.value.id, entry.value.file, entry.value.before.length]),
    ['a', 'b'].map(id => [id, 'explore/episodes.trajectories.jsonl', 2]),
  );
});

test('given up, it ends with the reason', async () => {
  const signal = AbortSignal.abort(new Error('given up'));
  await assert.rejects(reportChanges({ run }, { ...following, signal }), /given up/);
});

test('the index finds an episode, also in bytes, and anew when the file has changed', async () => {
  const index = new ChangesIndex();
  const key = { path: changes, state: '1', file: 'explore/episodes.trajectories.jsonl', id: 'b' };
  const found = await index.find(key);
  assert.equal(found?.id, 'b');
  assert.deepEqual(
    await index.find({ ...key, path: 'web:changes', bytes: new Uint8Array(readFileSync(changes)) }),
    found,
  );
  assert.equal(await index.find({ ...key, id: 'c' }), undefined);
  assert.equal(await index.find({ ...key, file: '../explore/episodes.trajectories.jsonl' }), undefined);
  const copy = join(root, 'copy.jsonl');
  cpSync(changes, copy);
  assert.ok(await index.find({ ...key, path: copy }));
  writeFileSync(copy, `{"no": "change"}\n\n${readFileSync(changes, 'utf8').split('\n')[0]}\n`);
  assert.equal(await index.find({ ...key, path: copy, state: '2' }), undefined);
  assert.ok(await index.find({ ...key, path: copy, state: '2', id: 'a' }));
  await assert.rejects(index.find({ ...key, path: join(root, 'nowhere') }), /Cannot read/);
});
