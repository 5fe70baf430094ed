import type { Problem, Read } from '../problem.ts';
import { jsonLine } from '../trajectory/atif.ts';
import { count, FieldError, list, number, object, oneOf, string, wrong } from '../trajectory/fields.ts';
import { type Entry, type LineSource, readJsonLines } from '../trajectory/reader.ts';

/** The version of the lines of a `changes.jsonl`. */
export const changesFormat = 'contrail-changes-1';

/** The file in an iteration's folder that tells how likely the turns of its episodes are to two policies. */
export const changesName = 'changes.jsonl';

/** One of the two policies that are compared. */
export interface ComparedPolicy {
  /** For people: `iteration 1`, `cloning`. */
  readonly name: string;
  /** The checkpoint's identity, as in the name of the policy that played. */
  readonly identity: string;
}

/** The turns of an episode under two policies: Σ log-probability in nats, one value a turn. */
export interface EpisodeChange {
  /** The trajectory file, relative to the file of changes, with `/` on every system. */
  readonly file: string;
  readonly id: string;
  readonly from: ComparedPolicy;
  readonly to: ComparedPolicy;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly tokens: readonly number[];
  /** The part of each value that is the action; the rest is the thought. */
  readonly actionBefore: readonly number[];
  readonly actionAfter: readonly number[];
}

const lists = ['before', 'after', 'actionBefore', 'actionAfter'] as const;

/** Digits after the point: a hundredth of what anyone sees. */
const precision = 1e4;

/** An episode's changes as one line, without the line's end. */
export function encodeEpisodeChange(change: EpisodeChange): string {
  const { file, id, from, to, tokens } = change;
  const rounded = Object.fromEntries(
    lists.map(name => [name, change[name].map(value => Math.round(value * precision) / precision + 0)]),
  );
  return jsonLine({
    format: changesFormat,
    ...{ file, id, from: { name: from.name, identity: from.identity }, to: { name: to.name, identity: to.identity } },
    ...{ tokens, ...rounded },
  });
}

/** The episodes of a stream of changes, and a problem in the place of each line that is none. */
export function readChanges(source: LineSource): AsyncGenerator<Entry<EpisodeChange>> {
  return readJsonLines(source, decodeEpisodeChange);
}

/** The changes in a line's JSON, or a problem that names the field. */
export function decodeEpisodeChange(value: unknown, at: Pick<Problem, 'file' | 'line'>): Read<EpisodeChange> {
  try {
    return { value: read(value) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return { problem: { file: at.file, line: at.line, field: error.field, message: error.message } };
  }
}

function read(value: unknown): EpisodeChange {
  const fields = object(value, 'the line');
  oneOf([changesFormat])(fields['format'], 'format');
  const policy = (field: 'from' | 'to'): ComparedPolicy => {
    const { name, identity } = object(fields[field], field);
    return { name: string(name, `${field}.name`), identity: string(identity, `${field}.identity`) };
  };
  const tokens = list(fields['tokens'], 'tokens').map((item, index) => count(item, `tokens[${index}]`));
  const numbers = (field: (typeof lists)[number]) => {
    const items = list(fields[field], field).map((item, index) => number(item, `${field}[${index}]`));
    return items.length === tokens.length ? items : wrong(items.length, field, `${tokens.length} numbers, one a turn`);
  };
  return {
    file: string(fields['file'], 'file'),
    id: string(fields['id'], 'id'),
    from: policy('from'),
    to: policy('to'),
    tokens,
    before: numbers('before'),
    after: numbers('after'),
    actionBefore: numbers('actionBefore'),
    actionAfter: numbers('actionAfter'),
  };
}
