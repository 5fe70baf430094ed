import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildPairs,
  type PairEvent,
  type PairInput,
  type PairSummary,
} from '../../../src/engine/preferences/buildPairs.ts';
import { pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import { seeded } from '../../../src/engine/random.ts';
import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';
import { episode, memoryFile } from '../episodes.ts';

const strategy = pairStrategy({ preset: 'own-success' });

async function build(input: Partial<PairInput>) {
  const events: PairEvent[] = [];
  for await (const event of buildPairs({ strategy, episodes: [], experts: [], ...input })) events.push(event);
  const last = events.pop()!;
  assert.ok('summary' in last);
  const pairs = events.flatMap(event => ('pair' in event ? event.pair : []));
  const reasons = events.flatMap(event => ('reason' in event ? event : []));
  const problems = events.flatMap(event => ('problem' in event ? event.problem : []));
  return { events, pairs, reasons, problems, summary: last.summary };
}

const of = (id: string, rollout: number, reward: number | null, does: string) =>
  episode({
    id: `${id}-${rollout}`,
    task: { id },
    rollout,
    reward,
    does,
    ...(reward === null && { ending: 'timeout' }),
  });

const explored = [
  of('t1', 0, 0, 'a'),
  of('t1', 1, 1, 'b'),
  of('t2', 0, 0, 'c'),
  of('t2', 1, null, 'd'),
  of('t3', 0, 1, 'e'),
];
const demonstrated = [of('t2', 0, 1, 'x y'), of('t4', 0, 1, 'z')].map(expert => ({
  ...expert,
  id: `expert-${expert.id}`,
}));

test('nothing gives a summary of nothing', async () => {
  const empty: PairSummary = {
    tasks: 0,
    episodes: 0,
    demonstrations: 0,
    pairs: 0,
    win: 0,
    lose: 0,
    own: 0,
    pairedTasks: 0,
    reasons: {},
    problems: 0,
  };
  assert.deepEqual((await build({})).summary, empty);
});

test('tasks come in the order of their first appearance, and everything is counted', async () => {
  const { pairs, reasons, summary } = await build({
    episodes: [memoryFile('e.jsonl', explored)],
    experts: [memoryFile('x.jsonl', demonstrated)],
  });
  assert.deepEqual(
    pairs.map(({ chosen, rejected }) => [chosen.file, chosen.id, rejected.file, rejected.id]),
    [
      ['e.jsonl', 't1-1', 'e.jsonl', 't1-0'],
      ['x.jsonl', 'expert-t2-0', 'e.jsonl', 't2-0'],
    ],
  );
  assert.deepEqual(
    reasons.map(({ task, episode, reason }) => [task.id, episode, reason]),
    [
      ['t2', 't2-1', 'incomplete-episode'],
      ['t3', 't3-0', 'no-failure'],
      ['t4', undefined, 'no-episode'],
    ],
  );
  assert.deepEqual(summary, {
    tasks: 4,
    episodes: 5,
    demonstrations: 2,
    pairs: 2,
    win: 0,
    lose: 1,
    own: 1,
    pairedTasks: 2,
    reasons: { 'incomplete-episode': 1, 'no-failure': 1, 'no-episode': 1 },
    problems: 0,
  });
});

test('a bad line is reported with its place and costs nothing else', async () => {
  const lines = [...explored.slice(0, 1), '{"schema_version":"ATIF-v1.8","steps":[]}', '{', ...explored.slice(1)];
  const input = { episodes: [memoryFile('e.jsonl', lines)], experts: [memoryFile('x.jsonl', demonstrated)] };
  const { pairs, problems, summary } = await build(input);
  assert.deepEqual(
    problems.map(({ file, line }) => [file, line]),
    [
      ['e.jsonl', 2],
      ['e.jsonl', 3],
    ],
  );
  assert.deepEqual([pairs.length, summary.problems], [2, 2]);
});

test('files of several iterations are taken together; an episode that is there twice counts once', async () => {
  const again = [of('t3', 5, 0, 'f'), of('t1', 5, 0, 'g')];
  const files = [
    memoryFile('e.jsonl', explored),
    memoryFile('e2.jsonl', again),
    memoryFile('e.jsonl', explored.slice(0, 2)),
  ];
  const { pairs, reasons, summary } = await build({ episodes: files });
  assert.deepEqual(
    pairs.map(({ chosen, rejected }) => [chosen.id, rejected.file, rejected.id]),
    [
      ['t1-1', 'e.jsonl', 't1-0'],
      ['t1-1', 'e2.jsonl', 't1-5'],
      ['t3-0', 'e2.jsonl', 't3-5'],
    ],
  );
  assert.deepEqual(reasons.filter(({ reason }) => reason === 'duplicate').length, 2);
  assert.deepEqual([summary.tasks, summary.episodes], [3, 9]);
});

test('documents of other tools are paired by session, and told apart by their lines where they bear no name', async () => {
  const foreign = (reward: number, action: string, name: object) =>
    JSON.stringify({
      schema_version: 'ATIF-v1.8',
      ...name,
      agent: { name: 'other', version: '1' },
      steps: [
        { step_id: 1, source: 'user', message: 'Do it.' },
        { step_id: 2, source: 'agent', message: `Action: ${action}` },
      ],
      extra: { reward },
    });
  const lines = [
    foreign(0, 'a', { session_id: 's', trajectory_id: 'p' }),
    'no JSON',
    foreign(0, 'b', {}),
    foreign(1, 'c', { session_id: 's', trajectory_id: 'q' }),
  ];
  const { pairs, reasons, summary } = await build({ episodes: [memoryFile('foreign.jsonl', lines)] });
  assert.deepEqual([pairs.map(({ chosen }) => chosen.id), reasons.map(({ episode }) => episode)], [['q'], ['line 3']]);
  assert.deepEqual([summary.episodes, summary.tasks], [3, 2]);
});

test('of several demonstrations the best counts, then the shortest', async () => {
  const experts = [of('t1', 0, 0.5, 'a'), of('t1', 1, 1, 'a b'), of('t1', 2, 1, 'b'), of('t1', 3, 1, 'c')];
  const { pairs, summary } = await build({
    episodes: [memoryFile('e.jsonl', explored.slice(0, 1))],
    experts: [memoryFile('x.jsonl', experts)],
  });
  assert.deepEqual([pairs[0]?.chosen.id, summary.demonstrations], ['t1-2', 4]);
});

test('a file that changes between the two readings is an error, not a wrong pair', async () => {
  let text = memoryFile('e.jsonl', explored);
  const changing = {
    file: 'e.jsonl',
    bytes(range?: { from: number; to: number }) {
      const bytes = text.bytes(range);
      text = memoryFile('e.jsonl', explored.slice(2));
      return bytes;
    },
  };
  await assert.rejects(build({ episodes: [changing] }), /changed while pairs were made/);
});

test('stops when told', async () => {
  const episodes = [memoryFile('e.jsonl', explored)];
  await assert.rejects(build({ episodes, signal: AbortSignal.abort(new Error('stopped')) }), /stopped/);
});

const anyEpisodes = fc
  .array(
    fc.record({
      task: fc.nat(4),
      reward: fc.constantFrom(null, 0, 0.5, 1),
      does: fc.constantFrom('a', 'b', 'a b', ''),
    }),
    {
      maxLength: 25,
    },
  )
  .map(all => all.map(({ task, reward, does }, rollout): Trajectory => of(`t${task}`, rollout, reward, does)));

test('whatever the order of the lines, each episode is in a pair or has one reason', async () => {
  await fc.assert(
    fc.asyncProperty(anyEpisodes, fc.nat(), async (all, seed) => {
      const shuffled = seeded(seed).shuffled(all);
      const { pairs, reasons, summary } = await build({ episodes: [memoryFile('e.jsonl', shuffled)] });
      const inPairs = new Set(pairs.flatMap(({ chosen, rejected }) => [chosen.id, rejected.id]));
      const named = reasons.map(({ episode }) => episode);
      assert.deepEqual([...inPairs, ...named].sort(), all.map(({ id }) => id).sort());
      assert.equal(summary.pairs, pairs.length);
      assert.equal(summary.tasks, new Set(all.map(({ task }) => task.id)).size);
    }),
    { numRuns: 50 },
  );
});
