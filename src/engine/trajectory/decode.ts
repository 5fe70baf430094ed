import { parseReact } from '../policies/react.ts';
import type { Problem, Read } from '../problem.ts';
import { trajectoryFormat } from './atif.ts';
import {
  boolean,
  count,
  FieldError,
  type Fields,
  list,
  number,
  object,
  oneOf,
  optional,
  reward,
  string,
} from './fields.ts';
import { decodeForeign } from './foreign.ts';
import { otherFormat } from './otherFormat.ts';
import { decodeUsage, messageText, observationText, readSteps } from './parts.ts';
import {
  endings,
  type Outcome,
  type Source,
  type Step,
  splits,
  type Task,
  type Trajectory,
  type TurnFlag,
} from './trajectory.ts';

const flagWords: readonly TurnFlag[] = ['no-action', 'invented-observation', 'cut-off'];
const readSplit = oneOf(splits);
const readEnding = oneOf(endings);
const readFlag = oneOf(flagWords);

/**
 * The trajectory in an ATIF document, ours or another tool's (`foreign.ts` says how those are understood), or a
 * problem that names the field, e.g. `steps[3].message`.
 */
export function decodeTrajectory(value: unknown, at: Pick<Problem, 'file' | 'line'>): Read<Trajectory> {
  try {
    const document = object(value, 'the line');
    checkVersion(document);
    const extra = optional(document['extra'], 'extra', object);
    const own = optional(extra?.['contrail'], 'extra.contrail', object);
    return { value: own ? decodeOwn(document, own) : decodeForeign(document, at.line) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { problem: { file: at.file, line: at.line, field: error.field, message: error.message } };
  }
}

function checkVersion(document: Fields): void {
  const other = document['schema_version'] === undefined ? otherFormat(document) : undefined;
  if (other)
    throw new FieldError('schema_version', `It is missing: this looks like ${other}, not a trajectory (ATIF).`);
  const version = string(document['schema_version'], 'schema_version');
  if (!/^ATIF-v1\.\d+$/.test(version))
    throw new FieldError('schema_version', `Expected "ATIF-v1.…", but it is "${version}".`);
}

function decodeOwn(document: Fields, own: Fields): Trajectory {
  const format = string(own['format'], 'extra.contrail.format');
  if (format !== trajectoryFormat)
    throw new FieldError(
      'extra.contrail.format',
      `Only "${trajectoryFormat}" is known here, but it is "${format}": read it with a newer Contrail.`,
    );
  const [opening, ...turns] = readSteps(document);
  if (opening?.['source'] !== 'user')
    throw new FieldError(
      'steps[0].source',
      'The first step must be the environment\'s opening, with the source "user".',
    );
  return {
    id: string(document['trajectory_id'], 'trajectory_id'),
    task: decodeTask(object(own['task'], 'extra.contrail.task')),
    opening: messageText(opening['message'], 'steps[0].message'),
    steps: turns.map((step, index) => decodeStep(step, `steps[${index + 1}]`)),
    outcome: decodeOutcome(own['outcome'], 'extra.contrail.outcome'),
    source: decodeSource(object(own['source'], 'extra.contrail.source')),
  };
}

/** One of our own agent steps, in a trajectory or in a journal; `field` is its path. */
export function decodeStep(step: Fields, field: string): Step {
  if (step['source'] !== 'agent')
    throw new FieldError(`${field}.source`, 'Every step after the opening must have the source "agent".');
  const at = `${field}.extra.contrail`;
  const own = object(optional(step['extra'], `${field}.extra`, object)?.['contrail'], at);
  const text = messageText(step['message'], `${field}.message`);
  const parsed = parseReact(text);
  const reasoning = optional(step['reasoning_content'], `${field}.reasoning_content`, string);
  const usage = optional(step['metrics'], `${field}.metrics`, decodeUsage);
  const logProbability = optional(own['logProbability'], `${at}.logProbability`, number);
  const flags = optional(own['flags'], `${at}.flags`, list)?.map((flag, index) =>
    readFlag(flag, `${at}.flags[${index}]`),
  );
  return {
    thought: optional(own['thought'], `${at}.thought`, string) ?? parsed.thought,
    action: optional(own['action'], `${at}.action`, string) ?? parsed.action,
    text,
    ...(reasoning !== undefined && { reasoning }),
    ...(usage && { usage }),
    ...(logProbability !== undefined && { logProbability }),
    flags: flags ?? parsed.flags,
    observation: observationText(step['observation'], `${field}.observation`),
    reward: reward(own['reward'], `${at}.reward`),
    valid: boolean(own['valid'], `${at}.valid`),
  };
}

function decodeTask(task: Fields): Task {
  const at = 'extra.contrail.task';
  return {
    environment: string(task['environment'], `${at}.environment`),
    split: readSplit(task['split'], `${at}.split`),
    id: string(task['id'], `${at}.id`),
    instruction: string(task['instruction'], `${at}.instruction`),
  };
}

/** How an episode ended; `field` is its path. */
export function decodeOutcome(value: unknown, field: string): Outcome {
  const outcome = object(value, field);
  const message = optional(outcome['message'], `${field}.message`, string);
  return {
    reward: reward(outcome['reward'], `${field}.reward`),
    success: boolean(outcome['success'], `${field}.success`),
    ending: readEnding(outcome['ending'], `${field}.ending`),
    ...(message !== undefined && { message }),
  };
}

function decodeSource(source: Fields): Source {
  const at = 'extra.contrail.source';
  const iteration = optional(source['iteration'], `${at}.iteration`, count);
  const parent = optional(source['parent'], `${at}.parent`, object);
  return {
    policy: string(source['policy'], `${at}.policy`),
    seed: number(source['seed'], `${at}.seed`),
    rollout: count(source['rollout'], `${at}.rollout`),
    temperature: number(source['temperature'], `${at}.temperature`),
    ...(iteration !== undefined && { iteration }),
    ...(parent && {
      parent: { id: string(parent['id'], `${at}.parent.id`), steps: count(parent['steps'], `${at}.parent.steps`) },
    }),
  };
}
