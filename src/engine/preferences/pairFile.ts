import type { Problem, Read } from '../problem.ts';
import { jsonLine } from '../trajectory/atif.ts';
import { count, FieldError, number, object, oneOf, string, wrong } from '../trajectory/fields.ts';
import { type Entry, type LineSource, readJsonLines } from '../trajectory/reader.ts';
import { splits } from '../trajectory/trajectory.ts';
import type { PairSide, PreferencePair } from './pair.ts';

/** A pair as one line of a `*.pairs.jsonl` file, without the line's end. Equal pairs give equal bytes. */
export function encodePair({
  format,
  id,
  task,
  chosen,
  rejected,
  strategy,
  margin,
  divergence,
}: PreferencePair): string {
  const { environment, split, id: taskId } = task;
  return jsonLine({
    format,
    id,
    task: { environment, split, id: taskId },
    chosen: encodeSide(chosen),
    rejected: encodeSide(rejected),
    strategy,
    margin,
    divergence,
  });
}

function encodeSide({ file, id, from, to, reward, policy }: PairSide) {
  return { file, id, from, to, reward, policy };
}

/** The pairs of a `*.pairs.jsonl` stream, and a problem in the place of each line that is none. */
export function readPairs(from: LineSource): AsyncGenerator<Entry<PreferencePair>> {
  return readJsonLines(from, decodePair);
}

/** The pair in a line's JSON, or a problem that names the field, e.g. `chosen.to`. */
export function decodePair(value: unknown, at: Pick<Problem, 'file' | 'line'>): Read<PreferencePair> {
  try {
    return { value: readPair(value) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { problem: { file: at.file, line: at.line, field: error.field, message: error.message } };
  }
}

function readPair(value: unknown): PreferencePair {
  const fields = object(value, 'the line');
  const format = oneOf(['contrail-pair-1'])(fields['format'], 'format');
  const task = object(fields['task'], 'task');
  const chosen = readSide(fields['chosen'], 'chosen');
  const rejected = readSide(fields['rejected'], 'rejected');
  if (chosen.reward <= rejected.reward)
    wrong(rejected.reward, 'rejected.reward', `less than chosen.reward (${chosen.reward})`);
  if (chosen.from !== rejected.from) wrong(rejected.from, 'rejected.from', `chosen.from (${chosen.from})`);
  const margin = number(fields['margin'], 'margin');
  if (Math.abs(margin - (chosen.reward - rejected.reward)) > 1e-6)
    wrong(margin, 'margin', `the difference of the rewards (${chosen.reward - rejected.reward})`);
  const divergence = count(fields['divergence'], 'divergence');
  if (divergence < chosen.from || divergence > Math.min(chosen.to, rejected.to))
    wrong(divergence, 'divergence', 'a step of both sides');
  return {
    format,
    id: string(fields['id'], 'id'),
    task: {
      environment: string(task['environment'], 'task.environment'),
      split: oneOf(splits)(task['split'], 'task.split'),
      id: string(task['id'], 'task.id'),
    },
    chosen,
    rejected,
    strategy: string(fields['strategy'], 'strategy'),
    margin,
    divergence,
  };
}

function readSide(value: unknown, field: string): PairSide {
  const side = object(value, field);
  const from = count(side['from'], `${field}.from`);
  const to = count(side['to'], `${field}.to`);
  if (to <= from) wrong(to, `${field}.to`, `more than ${field}.from (${from})`);
  return {
    file: string(side['file'], `${field}.file`),
    id: string(side['id'], `${field}.id`),
    from,
    to,
    reward: number(side['reward'], `${field}.reward`),
    policy: string(side['policy'], `${field}.policy`),
  };
}
