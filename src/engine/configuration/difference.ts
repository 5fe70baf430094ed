import { canonicalJson, isRecord } from './canonical.ts';

/** One field that two configurations do not agree on; `undefined` where a side does not have it. */
export interface Change {
  /** Path of the field, e.g. `explore.rollouts`. Lists are compared as a whole. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every field whose value differs between two configurations, sorted by path. */
export function difference(before: unknown, after: unknown, path = ''): Change[] {
  if (!isRecord(before) || !isRecord(after)) {
    return canonicalJson({ value: before }) === canonicalJson({ value: after }) ? [] : [{ field: path, before, after }];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap(name => difference(own(before, name), own(after, name), path ? `${path}.${name}` : name));
}

/** What a record itself says of a name, not what every object inherits. */
function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A change as a line for people: `explore.rollouts: 5 → 3`. */
export function changeText({ field, before, after }: Change): string {
  const text = (value: unknown) => (value === undefined ? 'absent' : canonicalJson(value));
  return `${field}: ${text(before)} → ${text(after)}`;
}
