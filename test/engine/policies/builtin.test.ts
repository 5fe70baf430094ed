import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnLogProbabilities } from '../../../src/engine/learner/turnLogProbabilities.ts';
import { BuiltinPolicy } from '../../../src/engine/policies/builtin.ts';
import type { Halt } from '../../../src/engine/policies/policy.ts';
import { seedOf } from '../../../src/engine/random.ts';
import type { History, Step, Turn } from '../../../src/engine/trajectory/trajectory.ts';
import { task } from '../episodes.ts';
import { untrained } from '../learner/models.ts';

const checkpoint = untrained();

function act(policy: BuiltinPolicy, history: History, episode: string, more: { signal?: AbortSignal } = {}) {
  const seed = seedOf(episode, history.steps.length);
  return policy.act(history, { episode, seed, temperature: 1, signal: new AbortController().signal, ...more });
}

function turnOf(answer: Turn | Halt): Turn {
  assert.ok('text' in answer, JSON.stringify(answer));
  return answer;
}

/** Plays against an environment that always answers the same. */
async function episode(policy: BuiltinPolicy, name: string, steps = 4): Promise<History> {
  const history = { task, opening: 'You see bed 1 desk 1\nYour task is to: find mug', steps: [] as Step[] };
  while (history.steps.length < steps) {
    const turn = turnOf(await act(policy, history, name));
    history.steps.push({ ...turn, observation: 'Nothing happens.', reward: 0, valid: false });
  }
  return history;
}

const names = Array.from({ length: 12 }, (_, index) => `episode ${index}`);

test('episodes at the same time, one after the other and with too few streams are the same', async () => {
  const policy = new BuiltinPolicy(checkpoint);
  const together = await Promise.all(names.map(name => episode(policy, name)));
  const alone = [];
  for (const name of names) alone.push(await episode(new BuiltinPolicy(checkpoint), name));
  const cramped = new BuiltinPolicy(checkpoint, { streams: 5 });
  assert.deepEqual(alone, together);
  assert.deepEqual(await Promise.all(names.map(name => episode(cramped, name))), together);
  assert.ok(new Set(together.map(({ steps }) => steps[0]!.text)).size > 6);
});

test('a turn carries its text, what was found in it, its cost and its log-probability', async () => {
  const undecided = untrained(1, 1);
  const policy = new BuiltinPolicy(undecided, { turnTokens: 2000, context: 8000 });
  const history = await episode(policy, 'a');
  const expected = turnLogProbabilities(undecided, [history])[0]!;
  for (const [index, { logProbability, usage, flags }] of history.steps.entries()) {
    assert.ok(Math.abs(logProbability! - expected[index]!) < 1e-3 * usage!.completionTokens);
    assert.ok(!flags.includes('cut-off'));
    const before = history.steps.slice(0, index).reduce((sum, step) => sum + step.usage!.completionTokens + 1, 0);
    assert.equal(usage!.promptTokens, 9 + before);
  }
  assert.match(policy.name, /^builtin-[0-9a-f]{12}$/);
});

test('a turn without an action and a turn that was cut off are flagged', async () => {
  const policy = new BuiltinPolicy(checkpoint, { turnTokens: 1 });
  const { steps } = await episode(policy, 'a', 1);
  assert.deepEqual(steps[0]!.flags, ['no-action', 'cut-off']);
});

test('an episode that outgrows the context is halted, and the others of its batch go on', async () => {
  const policy = new BuiltinPolicy(checkpoint, { context: 30, turnTokens: 10 });
  const long = { task, opening: 'mug '.repeat(30), steps: [] };
  const filling = { task, opening: 'mug '.repeat(28), steps: [] };
  const short = { task, opening: 'mug', steps: [] };
  const [over, during, fine] = await Promise.all([
    act(policy, long, 'a'),
    act(policy, filling, 'b'),
    act(policy, short, 'c'),
  ]);
  assert.deepEqual(over, {
    halted: 'context-overflow',
    message: 'The prompt has 31 tokens, and the model sees 30 at most.',
  });
  assert.equal((during as Halt).halted, 'context-overflow');
  turnOf(fine);
});

test('an aborted act rejects with the reason and does not disturb the others', async () => {
  const policy = new BuiltinPolicy(checkpoint);
  const history = { task, opening: 'mug', steps: [] };
  const stop = new AbortController();
  const acts = [act(policy, history, 'a', { signal: stop.signal }), act(policy, history, 'b')] as const;
  stop.abort(new Error('enough'));
  await assert.rejects(acts[0], /enough/);
  turnOf(await acts[1]);
});

test('two acts of one episode are answered one after the other', async () => {
  const policy = new BuiltinPolicy(checkpoint);
  const history = { task, opening: 'mug', steps: [] };
  const [one, other] = await Promise.all([act(policy, history, 'a'), act(policy, history, 'a')]);
  assert.deepEqual(one, other);
});

test('an episode of a world that the checkpoint has no words for is refused', async () => {
  const opening = 'You are in the middle of a room. Looking quickly around you, you see a bed 1, and a desk 1.';
  await assert.rejects(act(new BuiltinPolicy(checkpoint), { task, opening, steps: [] }, 'a'), {
    name: 'HumanError',
    message: /does not know \d+ words in the opening of "mug-1"/,
  });
});
