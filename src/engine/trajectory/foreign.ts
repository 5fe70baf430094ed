import { parseReact } from '../policies/react.ts';
import { boolean, type Fields, list, object, oneOf, optional, reward, string } from './fields.ts';
import { decodeUsage, joined, messageText, observationText, readSteps } from './parts.ts';
import type { Step, Trajectory } from './trajectory.ts';

const readSource = oneOf(['system', 'user', 'agent']);

/**
 * A trajectory from a document that another tool wrote. System and user steps before the first agent step, and copied
 * context, are the opening: read, never trained on. Later ones belong to the observation before them. Tool calls are
 * the action and the text beside them the thought. A reward that is not there is null, which is not 0.
 */
export function decodeForeign(document: Fields, line: number): Trajectory {
  const agent = object(document['agent'], 'agent');
  const name = string(agent['name'], 'agent.name');
  const opening: string[] = [];
  const steps: Step[] = [];
  let instruction: string | undefined;
  readSteps(document).forEach((step, index) => {
    const field = `steps[${index}]`;
    const source = readSource(step['source'], `${field}.source`);
    const text = messageText(step['message'], `${field}.message`);
    if (source === 'user') instruction ??= text;
    const last = steps.at(-1);
    if (step['is_copied_context'] === true)
      opening.push(joined([text, observationText(step['observation'], `${field}.observation`)]));
    else if (source === 'agent') steps.push(agentStep(step, field, text));
    else if (!last) opening.push(text);
    else steps[steps.length - 1] = { ...last, observation: joined([last.observation, text]) };
  });
  const extra = optional(document['extra'], 'extra', object);
  const final = reward(extra?.['reward'] ?? steps.at(-1)?.reward ?? null, 'extra.reward');
  const session = optional(document['session_id'], 'session_id', string);
  const id = optional(document['trajectory_id'], 'trajectory_id', string) ?? session ?? `line ${line}`;
  return {
    id,
    task: { environment: 'unknown', split: 'train', id: session ?? id, instruction: instruction ?? '' },
    opening: joined(opening),
    steps,
    outcome: { reward: final, success: final !== null && final >= 1, ending: 'done' },
    source: {
      policy: optional(agent['model_name'], 'agent.model_name', string) ?? name,
      seed: 0,
      rollout: 0,
      temperature: 0,
    },
  };
}

function agentStep(step: Fields, field: string, text: string): Step {
  const extra = optional(step['extra'], `${field}.extra`, object);
  const calls = optional(step['tool_calls'], `${field}.tool_calls`, list) ?? [];
  const action = calls.map((call, index) => callText(call, `${field}.tool_calls[${index}]`)).join('\n');
  const reasoning = optional(step['reasoning_content'], `${field}.reasoning_content`, string);
  const usage = optional(step['metrics'], `${field}.metrics`, decodeUsage);
  return {
    ...(action ? { thought: text, action, flags: [] } : parseReact(text)),
    text: joined([text, action]),
    ...(reasoning !== undefined && { reasoning }),
    ...(usage && { usage }),
    observation: observationText(step['observation'], `${field}.observation`),
    reward: reward(extra?.['reward'] ?? null, `${field}.extra.reward`),
    valid: optional(extra?.['valid'], `${field}.extra.valid`, boolean) ?? true,
  };
}

/** `name {"argument":…}`, the arguments in the order in which they were written. */
function callText(value: unknown, field: string): string {
  const call = object(value, field);
  return `${string(call['function_name'], `${field}.function_name`)} ${JSON.stringify(object(call['arguments'], `${field}.arguments`))}`;
}
