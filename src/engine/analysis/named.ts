/** Something that a text names by a kind and a number, `mug 2`; both in lower case. */
export interface Named {
  readonly name: string;
  readonly kind: string;
}

/** Words between names in actions. */
const linking = new Set(
  `a an the some to from in on in/on into onto at of with and up down off out over under around about inside behind for
  by using then`.split(/\s+/),
);

/** The numbered names in a text, in their order. */
export function numberedNames(text: string): Named[] {
  const found = text.toLowerCase().matchAll(/(?<![\p{L}\p{N}])(\p{L}[\p{L}\p{N}_-]*) \d+(?![\p{L}\p{N}])/gu);
  return Array.from(found, ([name, kind]) => ({ name, kind: kind! })).filter(({ kind }) => !linking.has(kind));
}

/** The words of a text in lower case, letters and digits alone; what is not a word separates. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words of an action that name something: not its verb, nothing that links, no number. */
export function namingWords(action: string): string[] {
  return words(action)
    .slice(1)
    .filter(word => !linking.has(word) && !/^\d+$/.test(word));
}

/** Whether a word of an action stands between names: `to`, `in/on`, `with`. */
export function isLinking(word: string): boolean {
  return linking.has(word.toLowerCase());
}
