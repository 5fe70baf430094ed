import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { step } from '../../engine/episodes.ts';
import { lineOf, linesOf, testFolder, view, whole } from './folder.ts';

const { service, file } = testFolder();
const path = file('list.trajectories.jsonl');
const usage = { promptTokens: 10, completionTokens: 2 };
writeFileSync(
  path,
  [
    lineOf({
      id: 'mug-2#1',
      task: { id: 'mug-2', instruction: 'put a mug on the desk' },
      rollout: 1,
      reward: 1,
      steps: [step('go', 'a', { usage }), step('take', 'b', { usage })],
    }),
    lineOf({ id: 'own id', task: { id: 'mug-10', split: 'unseen' }, reward: null, ending: 'timeout', policy: 'gpt' }),
    '{"schema_version":\n',
    lineOf({ id: 'mug-2#0', task: { id: 'mug-2' }, reward: 0.25, does: '!a look look look look look' }),
  ].join(''),
);

const lines = async (options: Parameters<typeof view>[0]) => {
  const page = await service.rows({ path, view: view(options), from: 0, count: 100 });
  return page.rows.map(row => ('line' in row ? row.line : row.group));
};

test('rows tell what stands on each line', async () => {
  const { rows, total, matches } = await service.rows({ path, view: view(), from: 0, count: 100 });
  assert.deepEqual({ total, matches }, { total: 4, matches: 4 });
  assert.deepEqual(rows[0], {
    line: 1,
    id: 'mug-2#1',
    environment: 'household',
    split: 'train',
    task: 'mug-2',
    instruction: 'put a mug on the desk',
    reward: 1,
    success: true,
    ending: 'success',
    steps: 2,
    tokens: 24,
    problems: {},
    policy: 'model',
    seed: 1,
    rollout: 1,
  });
  assert.deepEqual(
    rows.map(row => ('id' in row ? [row.id, row.reward, row.tokens, row.problems] : row)),
    [
      ['mug-2#1', 1, 24, {}],
      ['own id', null, null, {}],
      {
        line: 3,
        head: '{"schema_version":',
        problem: {
          file: path,
          line: 3,
          column: 19,
          message: 'The line is cut off: it ends in the middle of a JSON value.',
        },
      },
      ['mug-2#0', 0.25, null, { 'invalid-action': 1, 'repeated-action': 4, 'revisiting-loop': 4 }],
    ],
  );
});

test('the status counts what is read', async () => {
  const { bytes, indexed, version, ...rest } = await whole(service, path);
  assert.equal(indexed, bytes);
  assert.ok(version > 0);
  assert.deepEqual(rest, {
    rows: 4,
    summarised: 4,
    malformed: 1,
    averageReward: 0.625,
    successRate: 0.5,
    complete: true,
  });
});

test('filters, sorting and groups choose and order rows', async () => {
  assert.deepEqual(await lines({ filter: 'reward < 1 and loops' }), [4]);
  assert.deepEqual(await lines({ filter: 'malformed or unseen' }), [2, 3]);
  assert.deepEqual(await lines({ sort: [{ column: 'line', descending: true }] }), [4, 3, 2, 1]);
  assert.deepEqual(await lines({ sort: [{ column: 'task', descending: false }] }), [1, 4, 2, 3]);
  assert.deepEqual(await lines({ sort: [{ column: 'task', descending: true }] }), [2, 1, 4, 3]);
  assert.deepEqual(await lines({ sort: [{ column: 'reward', descending: false }] }), [4, 1, 2, 3]);
  assert.deepEqual(await lines({ sort: [{ column: 'reward', descending: true }] }), [1, 4, 2, 3]);
  assert.deepEqual(await lines({ sort: [{ column: 'problems', descending: true }] }), [4, 1, 2, 3]);
  const byTaskAndRollout = [
    { column: 'task', descending: false },
    { column: 'rollout', descending: false },
  ] as const;
  assert.deepEqual(await lines({ sort: byTaskAndRollout, filter: 'task ~ mug' }), [4, 1, 2]);
  assert.deepEqual(await lines({ group: 'task' }), ['mug-2', 1, 4, 'mug-10', 2, '', 3]);
  assert.deepEqual(await lines({ group: 'task', filter: 'not success', sort: [{ column: 'id', descending: false }] }), [
    'mug-2',
    4,
    'mug-10',
    2,
  ]);
});

test('a heading tells of its task', async () => {
  const page = await service.rows({ path, view: view({ group: 'task' }), from: 0, count: 1 });
  assert.deepEqual(page, {
    version: page.version,
    total: 7,
    matches: 4,
    rows: [{ group: 'mug-2', instruction: 'put a mug on the desk', episodes: 2, successes: 1, averageReward: 0.625 }],
  });
});

test('a filter that is not understood gives no rows and says where', async () => {
  const page = await service.rows({ path, view: view({ filter: 'rewrad < 1' }), from: 0, count: 10 });
  assert.deepEqual(page.rows, []);
  assert.deepEqual(page.filterProblem, { from: 0, to: 6, message: 'There is no field "rewrad". Did you mean reward?' });
});

test('a line is found in a view', async () => {
  assert.equal(await service.rowOf({ path, view: view(), line: 3 }), 2);
  assert.equal(await service.rowOf({ path, view: view({ group: 'task' }), line: 4 }), 2);
  assert.equal(await service.rowOf({ path, view: view({ filter: 'success' }), line: 4 }), null);
  assert.equal(await service.rowOf({ path, view: view(), line: 5 }), null);
});

test('rewards are spread over bars', async () => {
  const bars = await service.histogram({ path, filter: '' });
  assert.equal(bars.length, 11);
  assert.deepEqual(
    bars.filter(({ episodes }) => episodes > 0),
    [
      { from: 0.2, to: 0.3, episodes: 1 },
      { from: 0.9, to: 1, episodes: 1 },
      { from: null, to: null, episodes: 1 },
    ],
  );
  const losses = await service.histogram({ path, filter: 'not success' });
  assert.equal(
    losses.reduce((sum, { episodes }) => sum + episodes, 0),
    2,
  );
});

test('values complete filters, the most frequent first', async () => {
  assert.deepEqual(await service.values({ path, field: 'policy', prefix: '' }), ['model', 'gpt']);
  assert.deepEqual(await service.values({ path, field: 'task', prefix: 'MUG' }), [
    'mug-2',
    'mug-10',
    'put a mug on the desk.',
    'put a mug on the desk',
  ]);
  assert.deepEqual(await service.values({ path, field: 'reward', prefix: '' }), ['0.25', '1', 'none']);
  assert.deepEqual(await service.values({ path, field: 'nonsense', prefix: '' }), []);
});

test('rows of a long file come in pages, from anywhere', async () => {
  const long = file('long.trajectories.jsonl');
  writeFileSync(long, linesOf(2500));
  const ids = async (from: number, count: number) => {
    const page = await service.rows({ path: long, view: view(), from, count });
    return page.rows.map(row => ('id' in row ? row.id : '?'));
  };
  assert.deepEqual(await ids(0, 2), ['task-0#0', 'task-1#0']);
  await whole(service, long);
  assert.deepEqual(await ids(2498, 10), ['task-2498#0', 'task-2499#0']);
  assert.deepEqual(await ids(3000, 10), []);
  const { total } = await service.rows({ path: long, view: view({ filter: 'id ~ "9#"' }), from: 0, count: 1 });
  assert.equal(total, 250);
});

test('a file that cannot be read is named', async () => {
  const gone = file('gone.jsonl');
  await assert.rejects(service.status({ path: gone }), /Cannot read .*gone\.jsonl: there is no such file/);
  await assert.rejects(
    service.rows({ path: file('.'), view: view(), from: 0, count: 1 }),
    /it is a folder, not a file/,
  );
  await assert.rejects(service.changed({ path: gone, version: 0 }, AbortSignal.timeout(5000)), /there is no such file/);
});
