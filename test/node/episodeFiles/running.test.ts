import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { journalHeader, journalLine } from '../../../src/engine/exploration/journal.ts';
import type { ExplorationPlan } from '../../../src/engine/exploration/plan.ts';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { episode, step, task } from '../../engine/episodes.ts';
import { testFolder } from './folder.ts';

const { service, file } = testFolder();

const plan: ExplorationPlan = {
  policy: 'model',
  tasks: [task, { ...task, id: 'Töpfe "2"' }],
  rollouts: 2,
  temperature: 1,
  maxSteps: 40,
  maxInvalid: 0,
  seed: 1,
};

/** A run in which `lines` were journaled. */
function run(name: string, lines: readonly string[] = []) {
  const path = file(`${name}/episodes.trajectories.jsonl`);
  const journal = file(`${name}/episodes.journal.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  writeFileSync(journal, [journalHeader(plan), ...lines].map(line => `${line}\n`).join(''));
  return { path, journal };
}

const opened = (id: string, at: number) => journalLine({ episode: id, at }, { kind: 'opened', opening: 'A room.' }, 0);
const stepped = (id: string, at: number, index: number) =>
  journalLine({ episode: id, at }, { kind: 'stepped', step: step(`look ${index}`) }, index);
const restarted = (id: string, at: number) =>
  journalLine({ episode: id, at }, { kind: 'restarted', reason: 'differs' }, 0);
const ended = (id: string, at: number) =>
  journalLine({ episode: id, at }, { kind: 'ended', trajectory: episode({ id, reward: 1 }) }, 1);

test('unfinished episodes are told, the newest first', async () => {
  const { path, journal } = run('told', [
    opened('mug-1#0', 1000),
    opened('Töpfe "2"#1', 2000),
    stepped('mug-1#0', 3000, 0),
    opened('mug-1#1', 3500),
    stepped('mug-1#1', 3600, 0),
    ended('mug-1#1', 4000),
  ]);
  assert.deepEqual(await service.running({ path }), [
    { id: 'Töpfe "2"#1', task: plan.tasks[1], rollout: 1, steps: 0, startedAt: 2000, changedAt: 2000 },
    { id: 'mug-1#0', task, rollout: 0, steps: 1, startedAt: 1000, changedAt: 3000 },
  ]);
  appendFileSync(journal, `${stepped('mug-1#0', 5000, 1)}\n${restarted('Töpfe "2"#1', 6000)}\n{"episode":"mug`);
  assert.deepEqual(
    (await service.running({ path })).map(({ id, steps, changedAt }) => [id, steps, changedAt]),
    [['mug-1#0', 2, 5000]],
  );
});

test('an episode that runs is opened from the journal, and grows', async () => {
  const { path, journal } = run('grows', [opened('mug-1#0', 1), stepped('mug-1#0', 2, 0)]);
  appendFileSync(journal, stepped('mug-1#0', 3, 1).slice(0, 50));
  const before = await service.episode({ path, id: 'mug-1#0' });
  assert.ok('id' in before);
  assert.equal(before.outcome, undefined);
  assert.equal(before.line, undefined);
  assert.equal(before.source?.policy, 'model');
  assert.deepEqual(before.history, { task, opening: 'A room.', steps: [step('look 0')] });
  assert.match(before.text.text, /Action: look 0/);
  appendFileSync(journal, `${stepped('mug-1#0', 3, 1).slice(50)}\n`);
  const after = await service.episode({ path, id: 'mug-1#0' });
  assert.ok('id' in after && after.history.steps.length === 2);
});

test('an episode that ended but waits for its turn in the file is opened with its outcome, then from the file', async () => {
  const { path } = run('ended', [opened('mug-1#1', 1), stepped('mug-1#1', 2, 0), ended('mug-1#1', 3)]);
  const waiting = await service.episode({ path, id: 'mug-1#1' });
  assert.ok('id' in waiting && waiting.outcome?.success === true && waiting.line === undefined);
  writeFileSync(path, `${encodeTrajectory(episode({ id: 'mug-1#1', reward: 1 }))}\n`);
  const stored = await service.episode({ path, id: 'mug-1#1' });
  assert.ok('id' in stored && stored.line === 1);
});

test('a long episode among others is opened whole', async () => {
  const ids = ['mug-1#0', 'mug-1#1'];
  const answer = 'a'.repeat(3000);
  const lines = Array.from({ length: 300 }, (_, index) =>
    ids.map(episode =>
      journalLine({ episode, at: index }, { kind: 'stepped', step: step(`${episode} ${index}`, answer) }, index),
    ),
  );
  const { path } = run('long', [...ids.map(id => opened(id, 1)), ...lines.flat()]);
  for (const id of ids) {
    const found = await service.episode({ path, id });
    assert.ok('id' in found);
    assert.deepEqual(
      found.history.steps.map(({ action }) => action),
      Array.from({ length: 300 }, (_, index) => `${id} ${index}`),
    );
  }
});

test('without a journal nothing runs', async () => {
  const path = file('alone.trajectories.jsonl');
  writeFileSync(path, '');
  assert.deepEqual(await service.running({ path }), []);
  await assert.rejects(service.episode({ path, id: 'mug-1#0' }), /"mug-1#0" does not stand in/);
});

test('a journal may be provided', async () => {
  const path = 'memfs:/run/episodes.trajectories.jsonl';
  const provide = (name: string, lines: readonly string[]) => {
    const bytes = new TextEncoder().encode(lines.map(line => `${line}\n`).join(''));
    return service.provide({ path: `memfs:/run/episodes.${name}.jsonl`, bytes });
  };
  await provide('trajectories', []);
  assert.deepEqual(await service.running({ path }), []);
  await provide('journal', [journalHeader(plan), opened('mug-1#0', 1)]);
  assert.equal((await service.running({ path })).length, 1);
  await provide('journal', [journalHeader(plan), opened('mug-1#0', 1), stepped('mug-1#0', 2, 0)]);
  assert.deepEqual(
    (await service.running({ path })).map(({ steps }) => steps),
    [1],
  );
});

test('a journal that was written anew is read anew', async () => {
  const { path } = run('anew', [opened('mug-1#0', 1), stepped('mug-1#0', 2, 0)]);
  assert.equal((await service.running({ path })).length, 1);
  run('anew');
  assert.deepEqual(await service.running({ path }), []);
});

test('a file that is no journal is an error for people', async () => {
  const { path, journal } = run('other');
  writeFileSync(journal, '{"format":"contrail-journal-1","hash":"x","plan":{}}\n');
  await assert.rejects(service.running({ path }), { name: 'HumanError', message: /plan in the first line/ });
  writeFileSync(journal, 'not JSON\n');
  await assert.rejects(service.running({ path }), { name: 'HumanError', message: /journal is damaged/ });
});
