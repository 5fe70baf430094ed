import { count, FieldError, type Fields, list, object, oneOf, optional, string, wrong } from './fields.ts';
import type { Usage } from './trajectory.ts';

const readPart = oneOf(['text', 'image', 'audio']);

/** The steps of a document: at least one, and numbered from 1 as ATIF demands. */
export function readSteps(document: Fields): readonly Fields[] {
  const steps = list(document['steps'], 'steps').map((step, index) => object(step, `steps[${index}]`));
  if (steps.length === 0) throw new FieldError('steps', 'A trajectory has at least one step.');
  steps.forEach((step, index) => {
    if (step['step_id'] !== index + 1)
      throw new FieldError(
        `steps[${index}].step_id`,
        `Expected ${index + 1}: steps are numbered from 1 without a gap.`,
      );
  });
  return steps;
}

/** The text of a message: a string, or parts of which pictures and sounds are shown by their path. */
export function messageText(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return wrong(value, field, 'a text or a list of parts');
  return value
    .map((raw, index) => {
      const at = `${field}[${index}]`;
      const part = object(raw, at);
      const type = readPart(part['type'], `${at}.type`);
      if (type === 'text') return string(part['text'], `${at}.text`);
      return `[${type}: ${string(object(part['source'], `${at}.source`)['path'], `${at}.source.path`)}]`;
    })
    .join('');
}

/** What the environment answered: the contents of the results in their order; empty when there are none. */
export function observationText(value: unknown, field: string): string {
  const observation = optional(value, field, object);
  if (!observation) return '';
  const results = list(observation['results'], `${field}.results`);
  const texts = results.map((raw, index) => {
    const at = `${field}.results[${index}]`;
    return optional(object(raw, at)['content'], `${at}.content`, messageText) ?? '';
  });
  // A single result is kept as it is, be it empty: it is our own form and must come back unchanged.
  return texts.length === 1 ? texts[0]! : joined(texts);
}

/** Several texts as one, with an empty line between them; empty texts leave no trace. */
export function joined(texts: readonly string[]): string {
  return texts.filter(text => text !== '').join('\n\n');
}

/** ATIF's `metrics`, or undefined when they hold no token counts. */
export function decodeUsage(value: unknown, field: string): Usage | undefined {
  const metrics = object(value, field);
  const promptTokens = optional(metrics['prompt_tokens'], `${field}.prompt_tokens`, count);
  const completionTokens = optional(metrics['completion_tokens'], `${field}.completion_tokens`, count);
  const cachedTokens = optional(metrics['cached_tokens'], `${field}.cached_tokens`, count);
  if (promptTokens === undefined || completionTokens === undefined) return undefined;
  return { promptTokens, completionTokens, ...(cachedTokens !== undefined && { cachedTokens }) };
}
