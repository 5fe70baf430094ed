import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { startEpisodeFiles } from '../../../src/node/episodeFiles/episodeFilesThread.ts';
import { step } from '../../engine/episodes.ts';
import { lineOf, linesOf, testFolder, view } from './folder.ts';

const { file } = testFolder();
const thread = startEpisodeFiles();
after(() => thread.close());
const { api } = thread;

const path = file('episodes.trajectories.jsonl');
writeFileSync(
  path,
  [
    linesOf(3),
    '{"torn\n',
    lineOf({ id: 'long', steps: Array.from({ length: 4 }, () => step('!look', 'line\n'.repeat(500))) }),
    lineOf({ id: 'says "task-0#0"', opening: '"task-0#0" and "later"' }),
    lineOf({ id: 'later' }),
  ].join(''),
);

test('an episode is opened by its line, by its id, or by both', async () => {
  await thread.during(async () => {
    const place = async (key: { readonly id?: string; readonly line?: number }) => {
      const found = await api.episode({ path, ...key });
      return 'id' in found ? [found.line, found.id] : ['malformed', found.problem.line];
    };
    assert.deepEqual(await place({ line: 2 }), [2, 'task-1#0']);
    assert.deepEqual(await place({ id: 'task-2#0' }), [3, 'task-2#0']);
    assert.deepEqual(await place({ id: 'later' }), [7, 'later']);
    assert.deepEqual(await place({ id: 'says "task-0#0"' }), [6, 'says "task-0#0"']);
    assert.deepEqual(await place({ id: 'task-2#0', line: 3 }), [3, 'task-2#0']);
    // The file was written anew since the line was remembered.
    assert.deepEqual(await place({ id: 'task-2#0', line: 1 }), [3, 'task-2#0']);
    assert.deepEqual(await place({ id: 'task-2#0', line: 4 }), [3, 'task-2#0']);
    assert.deepEqual(await place({ line: 4 }), ['malformed', 4]);
    await assert.rejects(api.episode({ path, id: 'nobody' }), { name: 'HumanError', message: /"nobody"/ });
    await assert.rejects(api.episode({ path, line: 99 }), { name: 'HumanError', message: /nothing on line 99/ });
  });
});

test('an episode is found by its id after everything is summarised too', async () => {
  await thread.during(async () => {
    let status = await api.status({ path });
    while (!status.complete) status = await api.changed({ path, version: status.version });
    for (const id of ['task-1#0', 'later', 'long']) {
      const found = await api.episode({ path, id });
      assert.ok('id' in found && found.id === id);
    }
  });
});

test('a malformed line is opened as it stands there', async () => {
  const found = await thread.during(() => api.episode({ path, line: 4 }));
  assert.ok('problem' in found);
  assert.equal(found.raw, '{"torn');
  assert.match(found.problem.message, /cut off/);
});

test('an opened episode comes with its text, its problems and its repetitions', async () => {
  const found = await thread.during(() => api.episode({ path, id: 'long', observationLines: 10 }));
  assert.ok('id' in found);
  assert.equal(found.history.steps.length, 4);
  assert.equal(found.outcome?.reward, 0);
  assert.ok(found.problems.some(({ kind }) => kind === 'invalid-action'));
  assert.deepEqual(found.repetitions, [{ from: 0, period: 1, times: 4 }]);
  assert.equal(found.text.steps.length, 4);
  assert.ok(found.text.gaps.length > 0);
  const whole = await thread.during(() => api.episode({ path, id: 'long' }));
  assert.ok('id' in whole && whole.text.gaps.length === 0 && whole.text.text.length > found.text.text.length);
});

test('a part that was left out comes in full', async () => {
  await thread.during(async () => {
    const part = { name: 'observation', step: 1 } as const;
    assert.equal((await api.part({ path, id: 'long', part })).split('\n').length, 501);
    await assert.rejects(api.part({ path, id: 'long', part: { ...part, step: 9 } }), /no such part/);
    await assert.rejects(api.part({ path, line: 4, part }), { name: 'HumanError', message: /cut off/ });
  });
});

test('many calls at once are answered, each with its own', async () => {
  await thread.during(async () => {
    const asked = Array.from({ length: 60 }, (_, index) => index % 3);
    const pages = await Promise.all(asked.map(from => api.rows({ path, view: view(), from, count: 1 })));
    assert.deepEqual(
      pages.map(({ rows: [row] }) => (row && 'id' in row ? row.id : '')),
      asked.map(from => `task-${from}#0`),
    );
  });
});
