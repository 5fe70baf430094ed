/** A field of a JSON document is not what it must be. Internal to decoders, which turn it into a `Problem`. */
export class FieldError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A JSON object, by key. */
export type Fields = Readonly<Record<string, unknown>>;

function shown(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return 'is a list';
  if (typeof value === 'object' && value !== null) return 'is an object';
  const text = JSON.stringify(value);
  return `is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
}

/** Throws: `value` stands where `expected` must. */
export function wrong(value: unknown, field: string, expected: string): never {
  throw new FieldError(field, `Expected ${expected}, but it ${shown(value)}.`);
}

/** Reads an optional field: JSON `null` means absent, as it does in ATIF. */
export function optional<T>(value: unknown, field: string, read: (value: unknown, field: string) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value, field);
}

export function object(value: unknown, field: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : wrong(value, field, 'an object');
}

export function list(value: unknown, field: string): readonly unknown[] {
  return Array.isArray(value) ? value : wrong(value, field, 'a list');
}

export function string(value: unknown, field: string): string {
  return typeof value === 'string' ? value : wrong(value, field, 'a text');
}

export function number(value: unknown, field: string): number {
  return typeof value === 'number' ? value : wrong(value, field, 'a number');
}

/** A whole number ≥ 0. */
export function count(value: unknown, field: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : wrong(value, field, 'a whole number, 0 or more');
}

/** A reward in [0, 1], or null where none was given. */
export function reward(value: unknown, field: string): number | null {
  if (value === null) return null;
  return typeof value === 'number' && value >= 0 && value <= 1
    ? value
    : wrong(value, field, 'a number from 0 to 1, or null');
}

export function boolean(value: unknown, field: string): boolean {
  return typeof value === 'boolean' ? value : wrong(value, field, 'true or false');
}

/** One of a few words. */
export function oneOf<T extends string>(words: readonly T[]): (value: unknown, field: string) => T {
  return (value, field) =>
    words.includes(value as T)
      ? (value as T)
      : wrong(value, field, `one of ${words.map(word => `"${word}"`).join(', ')}`);
}
