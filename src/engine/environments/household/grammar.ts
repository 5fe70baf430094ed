import { Malformed } from './malformed.ts';
import { type Piece, readPhrase } from './phrase.ts';
import { type Query, readQuery } from './query.ts';
import { wordPattern } from './wordPattern.ts';

/** One way to expand a `#name#`: used when `condition` has a solution. */
export interface Rule {
  readonly condition: Query | undefined;
  readonly phrase: readonly Piece[];
}

/** How an action is written as a command, and what the game says after it. */
export interface Wording {
  readonly template: readonly Piece[];
  readonly feedback: readonly Piece[];
}

/** A game's language, read from TextWorld's TWL2 format. */
export interface Grammar {
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** By lower-cased name of the action. */
  readonly wordings: ReadonlyMap<string, Wording>;
}

const blank = /(?:\s|#[^\n]*)*/y;
const keyword = /(?:action|grammar|template|feedback|pddl)\b/y;
const names = wordPattern('/\\-');
const string = /"[^"]*"/y;
const block = /"""(?:.|\n)*?"""/y;

/** Reads the grammar of a game. Of two rules with the same name the later one counts. Throws `Malformed`. */
export function readGrammar(text: string): Grammar {
  const rules = new Map<string, readonly Rule[]>();
  const wordings = new Map<string, Wording>();
  const nameOfAction = names(text);
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    blank.lastIndex = at;
    at += blank.exec(text)![0].length;
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const need = (pattern: RegExp, what: string): string => {
    const found = take(pattern);
    if (found === undefined) throw new Malformed(`Expected ${what}.`, at);
    return found;
  };
  /** `:: <value> ;` and where the value starts. */
  const assigned = (pattern: RegExp, quotes: number) => {
    need(/::/y, '"::"');
    const quoted = need(pattern, quotes === 3 ? 'a text between """ and """' : 'a text between quotation marks');
    const offset = at - quoted.length + quotes;
    need(/;/y, '";"');
    return { value: quoted.slice(quotes, -quotes), offset };
  };
  const readBlock = () => {
    const { value, offset } = assigned(block, 3);
    for (const [name, rule] of readRules(value, offset)) rules.set(name, rule);
  };
  const readAction = () => {
    const name = need(nameOfAction, 'the name of an action');
    const start = at;
    const phrases = new Map<string, readonly Piece[]>();
    need(/\{/y, '"{"');
    while (take(/\}/y) === undefined) {
      const part = need(keyword, '"template", "feedback", "grammar" or "}"');
      if (part === 'grammar') readBlock();
      else if (part === 'pddl') assigned(block, 3);
      else if (part === 'action' || phrases.has(part))
        throw new Malformed(`Unexpected "${part}" in the action "${name}".`, at);
      else {
        const { value, offset } = assigned(string, 1);
        phrases.set(
          part,
          located(offset, () => phraseOf(value)),
        );
      }
    }
    const template = phrases.get('template');
    const feedback = phrases.get('feedback');
    if (!template || !feedback)
      throw new Malformed(`The action "${name}" has no ${template ? 'feedback' : 'template'}; add one.`, start);
    wordings.set(name.toLowerCase(), { template, feedback });
  };

  for (take(blank); at < text.length; take(blank)) {
    const part = take(keyword);
    if (part === 'grammar') readBlock();
    else if (part === 'action') readAction();
    else throw new Malformed('Expected "grammar" or "action".', at);
  }
  if (!rules.has('intro')) throw new Malformed('The grammar has no rule "intro", which words the opening; add one.', 0);
  return { rules, wordings };
}

function located<T>(offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Malformed ? new Malformed(error.message, error.offset + offset) : error;
  }
}

/** Phrases by their text: games that differ in little more than the task share them. */
const phrases = new Map<string, readonly Piece[]>();
const phrasesKept = 4096;

function phraseOf(text: string): readonly Piece[] {
  let phrase = phrases.get(text);
  if (!phrase) {
    phrase = readPhrase(text);
    if (phrases.size >= phrasesKept) phrases.clear();
    phrases.set(text, phrase);
  }
  return phrase;
}

/** The rules of one JSON block; lines that start with `#` are comments. */
function readRules(source: string, offset: number): [string, readonly Rule[]][] {
  const fail = (message: string): never => {
    throw new Malformed(message, offset);
  };
  let data: unknown;
  try {
    data = JSON.parse(source.replace(/^[^\S\n]*#.*$/gm, ''));
  } catch (error) {
    fail(`This block of rules is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) fail('A block of rules must be a JSON object.');
  return Object.entries(data as Record<string, unknown>).map(([name, list]) => {
    if (!Array.isArray(list) || list.length === 0)
      return fail(`The rule "${name}" must be a list of at least one {"rhs": …}.`);
    return [name, list.map(rule => readRule(name, rule, fail))];
  });
}

function readRule(name: string, rule: unknown, fail: (message: string) => never): Rule {
  if (typeof rule !== 'object' || rule === null) return fail(`The rule "${name}" must be a list of objects.`);
  const { rhs, condition } = rule as Record<string, unknown>;
  if (typeof rhs !== 'string') return fail(`The rule "${name}" has an entry without a text "rhs".`);
  if (condition !== undefined && typeof condition !== 'string')
    return fail(`The "condition" of the rule "${name}" must be a text.`);
  try {
    return { condition: condition ? readQuery(condition) : undefined, phrase: phraseOf(rhs) };
  } catch (error) {
    if (error instanceof Malformed) return fail(`In the rule "${name}": ${error.message}`);
    throw error;
  }
}
