import { isRecord } from '../configuration/canonical.ts';

/**
 * `base` with `over` laid over it: objects are merged key by key, everything else is replaced as a whole, lists too. Two
 * objects of different `kind` are different things, of which the upper one stands alone.
 */
export function mergeSettings(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isRecord(base) || !isRecord(over)) return over;
  if (base['kind'] !== undefined && over['kind'] !== undefined && base['kind'] !== over['kind']) return over;
  const keys = [...Object.keys(base), ...Object.keys(over).filter(key => !Object.hasOwn(base, key))];
  return Object.fromEntries(
    keys.map(key => [key, Object.hasOwn(base, key) ? mergeSettings(base[key], over[key]) : over[key]]),
  );
}
