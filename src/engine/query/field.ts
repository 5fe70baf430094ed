import type { StepProblemKind } from '../analysis/problems.ts';
import { endings, splits } from '../trajectory/trajectory.ts';

/** What rows are asked for as a number; a problem's kind asks for how many steps have it. */
export type NumberColumn =
  | 'line'
  | 'reward'
  | 'success'
  | 'steps'
  | 'tokens'
  | 'seed'
  | 'rollout'
  | 'iteration'
  | 'problems'
  | StepProblemKind;

/** What rows are asked for as a text. */
export type TextColumn = 'id' | 'task' | 'instruction' | 'policy' | 'environment' | 'split' | 'ending';

interface Named {
  readonly name: string;
  /** Other names it goes by. */
  readonly aliases?: readonly string[];
  /** For a person, in a few words. */
  readonly about: string;
}

/** What can be asked about a row. */
export type Field = Named &
  (
    | { readonly type: 'number'; readonly column: NumberColumn; readonly optional?: boolean; readonly example: string }
    /** True when the number is above 0: stands alone, and can be compared too. */
    | { readonly type: 'count'; readonly column: NumberColumn }
    /** Stands alone. */
    | { readonly type: 'flag'; readonly column: NumberColumn | 'malformed' }
    /** Any of these texts counts. */
    | { readonly type: 'text'; readonly columns: readonly TextColumn[] }
    | { readonly type: 'choice'; readonly columns: readonly TextColumn[]; readonly choices: readonly string[] }
    /** The kinds of problems that occur. */
    | { readonly type: 'kinds'; readonly choices: readonly StepProblemKind[] }
  );

const problemFields = [
  { name: 'invalid', column: 'invalid-action', about: 'steps whose action the environment did not understand' },
  { name: 'loops', aliases: ['loop'], column: 'revisiting-loop', about: 'steps in loops that learn nothing new' },
  { name: 'repeated', column: 'repeated-action', about: 'steps that repeat the action before, to no effect' },
  { name: 'invented', column: 'invented-observation', about: 'steps whose turn invents the observation' },
  { name: 'cut-off', column: 'cut-off', about: 'steps whose turn the token budget ended' },
  { name: 'no-action', column: 'no-action', about: 'steps whose turn names no action' },
] as const satisfies readonly (Named & { readonly column: StepProblemKind })[];

/** All fields, in the order in which they are offered. */
export const fields: readonly Field[] = [
  { name: 'reward', type: 'number', column: 'reward', optional: true, example: '1', about: 'final reward, 0 to 1' },
  { name: 'success', type: 'flag', column: 'success', about: 'the reward is 1' },
  {
    name: 'task',
    type: 'text',
    columns: ['task', 'instruction'],
    about: "the task's id or instruction",
  },
  { name: 'steps', type: 'number', column: 'steps', example: '20', about: 'number of steps' },
  {
    name: 'problem',
    type: 'kinds',
    choices: problemFields.map(({ column }) => column),
    about: 'a kind of problem that occurs',
  },
  ...problemFields.map(field => ({
    ...field,
    type: 'count' as const,
    aliases: ['aliases' in field ? field.aliases : [], field.column === field.name ? [] : field.column].flat(),
  })),
  { name: 'problems', type: 'count', column: 'problems', about: 'number of problems of all kinds' },
  { name: 'ending', type: 'choice', columns: ['ending'], choices: endings, about: 'why it ended' },
  { name: 'policy', type: 'text', columns: ['policy'], about: 'who played' },
  { name: 'split', type: 'choice', columns: ['split'], choices: splits, about: 'part of the tasks' },
  {
    name: 'tokens',
    type: 'number',
    column: 'tokens',
    optional: true,
    example: '10000',
    about: 'prompt and completion tokens of all turns',
  },
  { name: 'id', type: 'text', columns: ['id'], about: "the episode's id" },
  { name: 'instruction', type: 'text', columns: ['instruction'], about: 'what is asked' },
  { name: 'environment', aliases: ['env'], type: 'text', columns: ['environment'], about: 'where it was played' },
  { name: 'rollout', type: 'number', column: 'rollout', example: '0', about: 'which rollout of its task, from 0' },
  { name: 'seed', type: 'number', column: 'seed', example: '1', about: 'seed of the run' },
  {
    name: 'iteration',
    type: 'number',
    column: 'iteration',
    optional: true,
    example: '1',
    about: 'iteration of the ETO loop',
  },
  { name: 'line', type: 'number', column: 'line', example: '100', about: 'line in the file' },
  { name: 'malformed', type: 'flag', column: 'malformed', about: 'the line is no episode' },
];

const byName = new Map(fields.flatMap(field => [field.name, ...(field.aliases ?? [])].map(name => [name, field])));

/** Every name of every field. */
export const fieldNames: readonly string[] = [...byName.keys()];

/** The field of that name in any case; undefined when there is none. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name.toLowerCase());
}

const kinds = new Map(
  fields.flatMap(field =>
    field.type === 'count' ? [field.name, ...(field.aliases ?? [])].map(name => [name, field.column] as const) : [],
  ),
);

/** What a word means as a value of a field with choices, e.g. `invalid-action` for `invalid`; undefined when it is none. */
export function choiceOf(field: Field & { readonly choices: readonly string[] }, word: string): string | undefined {
  const value = word.toLowerCase();
  const choice = field.type === 'kinds' ? kinds.get(value) : value;
  return field.choices.find(each => each === choice);
}

/** The words to write for kinds of problems. */
export const shortKinds: readonly string[] = problemFields.map(({ name }) => name);

/** The field of which a word is a value all by itself, such as `unseen` or `timeout`. */
export function fieldWithChoice(word: string): Field | undefined {
  return fields.find(field => field.type === 'choice' && choiceOf(field, word) !== undefined);
}

/** How a field can be compared. */
export function operatorsOf(field: Field): readonly Operator[] {
  switch (field.type) {
    case 'number':
    case 'count':
      return ['<', '<=', '>', '>=', '=', '!='];
    case 'text':
      return ['~', '!~', '=', '!='];
    case 'choice':
    case 'kinds':
      return ['=', '!=', '~', '!~'];
    case 'flag':
      return [];
  }
}

/** `~` is "contains"; upper and lower case are the same. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~';

/** The operator that holds where the other does not. */
export const complements: Readonly<Record<Operator, Operator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '~': '!~',
  '!~': '~',
};
