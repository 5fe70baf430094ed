import { builtinWorld } from '../src/engine/environments/builtin/world.ts';
import { environmentPrompt } from '../src/engine/policies/prompt.ts';
import type { Step, Task } from '../src/engine/trajectory/trajectory.ts';
import type { ChatRequest } from './server.ts';

const task: Task = { environment: 'household', split: 'train', id: 'unknown', instruction: '' };
const world = builtinWorld.open(
  { seed: 1 },
  { readText: () => Promise.reject(new Error('no files')), list: async () => [] },
);
const expert = world.expert?.({ oracle: false });
const headLength = environmentPrompt('household').messages({ task, opening: '', steps: [] }).length - 1;

/** A language model that plays our household like the expert, knowing no more than the messages tell it. */
export async function householdModel({ messages }: ChatRequest): Promise<string> {
  const [opening = '', ...rest] = messages.slice(headLength).map(({ content }) => content);
  const steps = rest.flatMap((text, index): Step[] => {
    if (index % 2 === 1) return [];
    const action = /Action: (.*)/.exec(text)?.[1] ?? '';
    const observation = (rest[index + 1] ?? '').replace(/^Observation: /, '');
    return [{ thought: '', action, text, flags: [], observation, reward: null, valid: true }];
  });
  const options = { episode: 'e', seed: 0, temperature: 0, signal: new AbortController().signal };
  const turn = await expert?.act({ task, opening, steps }, options);
  return turn && 'text' in turn ? turn.text : 'I do not understand.';
}
