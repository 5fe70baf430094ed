import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { decodeTrajectory } from '../../../src/engine/trajectory/decode.ts';
import { anyTrajectory } from './arbitrary.ts';
import { sample } from './sample.ts';

const at = { file: 'runs.jsonl', line: 7 };

/** The document of `sample` with one value, named by its path, replaced. */
function broken(path: readonly (string | number)[], value: unknown): unknown {
  const document = JSON.parse(encodeTrajectory(sample));
  let inside = document;
  for (const key of path.slice(0, -1)) inside = inside[key];
  inside[path.at(-1)!] = value;
  return document;
}

test('a trajectory is one line of ATIF in a fixed order', () => {
  const golden = readFileSync(join(import.meta.dirname, 'golden', 'sample.trajectories.jsonl'), 'utf8');
  assert.equal(`${encodeTrajectory(sample)}\n`, golden);
});

test('any trajectory comes back equal, from one line', () => {
  fc.assert(
    fc.property(anyTrajectory, trajectory => {
      const line = encodeTrajectory(trajectory);
      assert(!/[\n\r\u0085\u2028\u2029]/.test(line) && line.isWellFormed());
      assert.deepEqual(decodeTrajectory(JSON.parse(line), at), { value: trajectory });
      assert.equal(encodeTrajectory(structuredClone(trajectory)), line);
    }),
  );
});

test('half a surrogate pair is replaced, so that the file stays valid UTF-8', () => {
  const line = encodeTrajectory({ ...sample, opening: 'cut \ud83d off' });
  assert.equal(JSON.parse(line).steps[0].message, 'cut \ufffd off');
});

test('a problem names the field', () => {
  const cases: readonly [readonly (string | number)[], unknown, string, RegExp][] = [
    [['schema_version'], 'ATIF-v2.0', 'schema_version', /"ATIF-v2.0"/],
    [['schema_version'], undefined, 'schema_version', /is missing/],
    [['trajectory_id'], 4, 'trajectory_id', /text.* is 4/],
    [['steps'], [], 'steps', /at least one/],
    [['steps'], {}, 'steps', /is an object/],
    [['steps', 1], null, 'steps[1]', /an object/],
    [['steps', 2, 'step_id'], 2, 'steps[2].step_id', /Expected 3/],
    [['steps', 1, 'source'], 'user', 'steps[1].source', /"agent"/],
    [['steps', 0, 'source'], 'agent', 'steps[0].source', /opening/],
    [['steps', 2, 'message'], 3, 'steps[2].message', /text/],
    [['steps', 2, 'message'], [{ type: 'video' }], 'steps[2].message[0].type', /"image"/],
    [['steps', 1, 'observation', 'results', 0, 'content'], {}, 'steps[1].observation.results[0].content', /text/],
    [['steps', 1, 'extra', 'contrail', 'reward'], 2, 'steps[1].extra.contrail.reward', /0 to 1/],
    [['steps', 1, 'extra', 'contrail', 'valid'], 'yes', 'steps[1].extra.contrail.valid', /true or false/],
    [['steps', 1, 'extra', 'contrail', 'flags'], ['odd'], 'steps[1].extra.contrail.flags[0]', /"no-action"/],
    [['steps', 1, 'metrics', 'prompt_tokens'], -1, 'steps[1].metrics.prompt_tokens', /whole number/],
    [['extra', 'contrail', 'format'], 'contrail-trajectory-2', 'extra.contrail.format', /newer/],
    [['extra', 'contrail', 'task', 'split'], 'test', 'extra.contrail.task.split', /"unseen"/],
    [['extra', 'contrail', 'outcome', 'ending'], 'bored', 'extra.contrail.outcome.ending', /"step-limit"/],
    [['extra', 'contrail', 'source', 'parent', 'steps'], 0.5, 'extra.contrail.source.parent.steps', /whole number/],
  ];
  for (const [path, value, field, message] of cases) {
    const read = decodeTrajectory(broken(path, value), at);
    assert('problem' in read, field);
    assert.deepEqual({ ...read.problem, message: '' }, { ...at, field, message: '' });
    assert.match(read.problem.message, message);
  }
});

test('what is not an object is a problem', () => {
  for (const value of [null, 3, 'text', [], [{}]]) assert('problem' in decodeTrajectory(value, at));
});

test('a document of another tool is understood', () => {
  const read = decodeTrajectory(
    {
      schema_version: 'ATIF-v1.5',
      session_id: 'session',
      agent: { name: 'other', version: '2', model_name: 'model' },
      steps: [
        { step_id: 1, source: 'system', message: 'rules' },
        {
          step_id: 2,
          source: 'user',
          message: [
            { type: 'text', text: 'list files ' },
            { type: 'image', source: { media_type: 'image/png', path: 'a.png' } },
          ],
        },
        {
          step_id: 3,
          source: 'agent',
          message: 'I look.',
          reasoning_content: 'r',
          tool_calls: [{ tool_call_id: 'c', function_name: 'bash', arguments: { command: 'ls', timeout: 3 } }],
          observation: {
            results: [{ source_call_id: 'c', content: 'a.txt' }, { content: null }, { content: 'b.txt' }],
          },
          metrics: { prompt_tokens: 3, completion_tokens: null },
        },
        { step_id: 4, source: 'user', message: 'go on' },
        { step_id: 5, source: 'agent', message: 'Thought: done\nAction: stop', extra: { reward: 0, valid: false } },
      ],
    },
    at,
  );
  assert.deepEqual(read, {
    value: {
      id: 'session',
      task: { environment: 'unknown', split: 'train', id: 'session', instruction: 'list files [image: a.png]' },
      opening: 'rules\n\nlist files [image: a.png]',
      steps: [
        {
          thought: 'I look.',
          action: 'bash {"command":"ls","timeout":3}',
          text: 'I look.\n\nbash {"command":"ls","timeout":3}',
          reasoning: 'r',
          flags: [],
          observation: 'a.txt\n\nb.txt\n\ngo on',
          reward: null,
          valid: true,
        },
        {
          thought: 'done',
          action: 'stop',
          text: 'Thought: done\nAction: stop',
          flags: [],
          observation: '',
          reward: 0,
          valid: false,
        },
      ],
      outcome: { reward: 0, success: false, ending: 'done' },
      source: { policy: 'model', seed: 0, rollout: 0, temperature: 0 },
    },
  });
});

test('no reward is null and copied context is never a step', () => {
  const read = decodeTrajectory(
    {
      schema_version: 'ATIF-v1.8',
      agent: { name: 'other', version: '2' },
      steps: [
        { step_id: 1, source: 'user', message: 'task' },
        {
          step_id: 2,
          source: 'agent',
          message: 'old',
          is_copied_context: true,
          observation: { results: [{ content: 'seen' }] },
        },
        { step_id: 3, source: 'agent', message: 'new' },
      ],
    },
    at,
  );
  assert('value' in read);
  assert.equal(read.value.outcome.reward, null);
  assert.equal(read.value.opening, 'task\n\nold\n\nseen');
  assert.deepEqual(
    read.value.steps.map(step => step.text),
    ['new'],
  );
  assert.equal(read.value.id, 'line 7');
});
