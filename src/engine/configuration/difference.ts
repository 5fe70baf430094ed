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
    return canonicalJson([before]) === canonicalJson([after]) ? [] : [{ field: path, before, after }];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap(name => difference(before[name], after[name], path ? `${path}.${name}` : name));
}

/** A change as a line for people: `explore.rollouts: 5 → 3`. */
export function changeText({ field, before, after }: Change): string {
  const text = (value: unknown) => (value === undefined ? 'absent' : canonicalJson(value));
  return `${field}: ${text(before)} → ${text(after)}`;
}
