import type { Turn, TurnFlag, Usage } from '../trajectory/trajectory.ts';
import type { Halt } from './policy.ts';
import { parseReact } from './react.ts';

/** What `JSON.parse` makes of an object. */
export type Json = Readonly<Record<string, unknown>>;

/** What a server's 200 turned out to hold: a turn or its refusal; an error after all; or nothing that makes sense. */
export type Answer = { readonly turn: Turn | Halt } | { readonly error: Json } | { readonly malformed: string };

/** Reads the body of a chat completion. Everything about it is doubted, since servers lie; nothing is thrown. */
export function readAnswer(body: string): Answer {
  const answer = parsed(body);
  if (!answer) return { malformed: `it answered with something other than JSON: ${excerpt(body)}` };
  const choice = list(answer['choices'])[0];
  const message = object(object(choice)?.['message']);
  if (!message) {
    const error = object(answer['error']) ?? object(object(choice)?.['error']);
    if (error) return { error };
    return { malformed: `it answered without a choice that has a message: ${excerpt(body)}` };
  }
  const content = contentText(message['content']);
  if (content === undefined) return { malformed: `it answered with a message that is not text: ${excerpt(body)}` };
  const finish = object(choice)?.['finish_reason'];
  const refusal = message['refusal'];
  if (typeof refusal === 'string' && refusal) return { turn: refused(refusal) };
  if (finish === 'content_filter') return { turn: refused('a content filter stopped it') };
  const turn = readTurn(
    content.toWellFormed(),
    message['reasoning'] ?? message['reasoning_content'],
    finish === 'length',
  );
  const usage = readUsage(answer['usage']);
  const logProbability = sumLogProbabilities(object(choice)?.['logprobs'], turn.text);
  return { turn: { ...turn, ...(usage && { usage }), ...(logProbability !== undefined && { logProbability }) } };
}

function refused(reason: string): Halt {
  return { halted: 'refusal', message: `The model refused: ${excerpt(reason)}` };
}

/**
 * The turn in a model's text. Reasoning between `<think>` tags at its start is set apart, as a server with a reasoning
 * parser would; an observation that the model invented is cut away with all that follows, as the stop string would.
 */
function readTurn(content: string, reasoning: unknown, cutOff: boolean): Turn {
  const opened = /^\s*<think>/.exec(content)?.[0].length ?? 0;
  const closing = content.indexOf('</think>');
  const thoughts = closing >= 0 ? content.slice(opened, closing) : opened > 0 ? content.slice(opened) : '';
  const written = closing >= 0 ? content.slice(closing + '</think>'.length).trimStart() : opened > 0 ? '' : content;
  const { flags } = parseReact(written);
  const invented = /(?:^|\n)[ \t]*Observation:/.exec(written);
  const text = invented ? written.slice(0, invented.index) : written;
  const { thought, action, flags: left } = parseReact(text);
  const all: TurnFlag[] = [...left, ...flags.filter(flag => flag === 'invented-observation')];
  if (cutOff) all.push('cut-off');
  const apart = (typeof reasoning === 'string' && reasoning) || thoughts.trim();
  return { thought, action, text, ...(apart && { reasoning: apart }), flags: all };
}

/** Log-probability of the tokens that make up `text`; undefined where they cannot be told from others, such as reasoning. */
function sumLogProbabilities(logprobs: unknown, text: string): number | undefined {
  let sum = 0;
  let covered = '';
  for (const entry of list(object(logprobs)?.['content'])) {
    if (covered.length >= text.length) break;
    const { token, logprob } = object(entry) ?? {};
    if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
    covered += token;
    sum += logprob;
  }
  return text && covered.startsWith(text) ? sum : undefined;
}

function readUsage(value: unknown): Usage | undefined {
  const usage = object(value);
  const promptTokens = count(usage?.['prompt_tokens']);
  const completionTokens = count(usage?.['completion_tokens']);
  if (promptTokens === undefined || completionTokens === undefined) return undefined;
  const cachedTokens = count(object(usage?.['prompt_tokens_details'])?.['cached_tokens']);
  return { promptTokens, completionTokens, ...(cachedTokens !== undefined && { cachedTokens }) };
}

/** A message's text, given whole, in parts, or (with reasoning or tool calls only) not at all. */
function contentText(content: unknown): string | undefined {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .map(part => object(part)?.['text'])
    .filter(text => typeof text === 'string')
    .join('');
}

/** The object that a text holds as JSON, if it does. */
export function parsed(text: string): Json | undefined {
  try {
    return object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The value, if it is an object. */
export function object(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The value's items, if it is a list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The readable beginning of a server's text, on one line. */
export function excerpt(text: string): string {
  const plain = text
    .slice(0, 4000)
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain || '(nothing)';
}
