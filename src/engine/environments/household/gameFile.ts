import type { Problem } from '../../problem.ts';
import { tryCompileGame } from './game.ts';
import type { Fault, GameSource } from './gameText.ts';
import { jsonPlace, jsonStringPlace } from './jsonPlace.ts';

const texts = ['pddl_domain', 'grammar', 'pddl_problem'] as const;

/**
 * Reads a game file, TextWorld's `game.tw-pddl`: JSON with the texts `pddl_domain`, `grammar` and `pddl_problem`,
 * and optionally `solvable` and `walkthrough`. Gives the texts, or every problem found in them, placed in the file;
 * `file` is what the problems call it.
 */
export function parseGame(
  text: string,
  file: string,
): { readonly game: GameSource } | { readonly problems: readonly Problem[] } {
  const shape = readShape(text, file);
  if ('problems' in shape) return shape;
  const compiled = tryCompileGame(shape.game);
  if ('game' in compiled) return shape;
  return { problems: compiled.faults.map(fault => placed(fault, shape.game, text, file)) };
}

/** Like `parseGame`, but looks only at the JSON and its fields: what listing thousands of games needs. */
export function readShape(
  text: string,
  file: string,
): { readonly game: GameSource } | { readonly problems: readonly Problem[] } {
  const problem = (message: string, field?: string): Problem => ({
    file,
    ...jsonPlace(text, field ? [field] : []),
    ...(field && { field }),
    message,
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problems: [{ file, ...jsonPlace(text), message: 'This is not JSON; a game file is a JSON object.' }] };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { problems: [problem('A game file must be a JSON object.')] };
  const fields = data as Record<string, unknown>;
  const problems: Problem[] = [];
  for (const field of texts) {
    if (fields[field] === undefined) problems.push({ ...problem('This text is missing; add it to the file.'), field });
    else if (typeof fields[field] !== 'string') problems.push(problem('This must be a text.', field));
  }
  const { solvable, walkthrough } = fields;
  if (solvable !== undefined && solvable !== null && typeof solvable !== 'boolean')
    problems.push(problem('This must be true or false.', 'solvable'));
  if (walkthrough !== undefined && walkthrough !== null && !isListOfTexts(walkthrough))
    problems.push(problem('This must be a list of commands.', 'walkthrough'));
  if (problems.length > 0) return { problems };
  const { pddl_domain, grammar, pddl_problem } = fields as Record<(typeof texts)[number], string>;
  return {
    game: {
      pddl_domain,
      grammar,
      pddl_problem,
      ...(typeof solvable === 'boolean' && { solvable }),
      ...(isListOfTexts(walkthrough) && { walkthrough }),
    },
  };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function placed({ field, offset, message }: Fault, game: GameSource, text: string, file: string): Problem {
  const line = game[field].slice(0, offset).split('\n').length;
  return { file, ...jsonStringPlace(text, field, offset), field, message: `Line ${line} of this text: ${message}` };
}
