import type { History } from '../trajectory/trajectory.ts';
import { generalInstruction, instructions } from './instructions.ts';

/** One message of a chat. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a prompt is made of; everything but the task itself. */
export interface PromptSettings {
  /** What the policy is told before any task. */
  readonly instruction: string;
  /** Who says it. With `user` the policy acknowledges it, since many chat templates insist that the two take turns. */
  readonly role?: 'user' | 'system';
  /** A solved episode shown before the task (one-shot), or none. */
  readonly example?: History;
}

/**
 * How an episode is put to a chat model: the same object at exploration, training and export, so that a policy is never
 * trained on one prompt and judged on another.
 */
export interface Prompt {
  readonly settings: PromptSettings;
  /**
   * The whole conversation so far, from the instruction to the last observation. Each step gives two messages, the turn's text
   * word for word and the observation that answers it; before them stand `messages({...history, steps: []})`.
   */
  messages(history: History): ChatMessage[];
}

const acknowledgement = 'OK.';

/** The prompt that these settings describe. Deterministic: equal histories give equal messages. */
export function chatPrompt(settings: PromptSettings): Prompt {
  const { instruction, role = 'user', example } = settings;
  const head: ChatMessage[] = [{ role, content: instruction }];
  if (role === 'user') head.push({ role: 'assistant', content: acknowledgement });
  if (example) head.push(...conversation(example).slice(0, -1));
  return { settings, messages: history => [...head, ...conversation(history)] };
}

/** The prompt of an environment, with our own instruction; `example` makes it one-shot. */
export function environmentPrompt(environment: string, example?: History): Prompt {
  const instruction = instructions[environment] ?? generalInstruction;
  return chatPrompt({ instruction, ...(example && { example }) });
}

function conversation({ opening, steps }: History): ChatMessage[] {
  return [
    { role: 'user', content: opening },
    ...steps.flatMap(({ text, observation }): ChatMessage[] => [
      { role: 'assistant', content: text },
      { role: 'user', content: `Observation: ${observation}` },
    ]),
  ];
}
