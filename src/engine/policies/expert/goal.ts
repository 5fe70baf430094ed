/** What can be done to an object before it is delivered. */
export type Treatment = 'clean' | 'heat' | 'cool';

/** A household task as the expert understands it; kinds are names without their number, e.g. `mug`. */
export interface Goal {
  readonly family: 'deliver' | 'examine';
  /** The kind of object that is wanted. */
  readonly object: string;
  /** The kind of receptacle it must get to; for `examine` the kind of lamp. */
  readonly target: string;
  /** How many of them. */
  readonly count: number;
  readonly treatment?: Treatment;
}

const treatments: Readonly<Record<string, Treatment>> = {
  clean: 'clean',
  hot: 'heat',
  heat: 'heat',
  cool: 'cool',
  cold: 'cool',
};

const examine = /^(?:look at|examine) (\w+) (?:under|with) (\w+)$/;
const deliver =
  /^(?:put|find) (?:(two) )?(?:(clean|hot|cool|cold) )?(\w+)(?: and put (?:it|them))? (?:in\/on|in|on) (\w+)$/;
const treat = /^(clean|heat|cool) (\w+) and put it (?:in\/on|in|on) (\w+)$/;

/**
 * The goal in a task sentence, which may be given alone or inside an opening that holds `Your task is to: …`. It reads
 * the two templates ALFWorld has for each of its six families (Shridhar et al. 2021) and our own shorter ones.
 * Undefined for any other sentence.
 */
export function parseGoal(text: string): Goal | undefined {
  const line = /your task is to:[ \t]*([^\n]*)/i.exec(text)?.[1] ?? text;
  const sentence = line
    .toLowerCase()
    .replace(/\b(?:a|an|the|some) /g, '')
    .replace(/[.\s]+$/, '')
    .trim();
  const seen = examine.exec(sentence);
  if (seen) return { family: 'examine', object: seen[1]!, target: seen[2]!, count: 1 };
  const treated = treat.exec(sentence);
  if (treated)
    return {
      family: 'deliver',
      object: treated[2]!,
      target: treated[3]!,
      count: 1,
      treatment: treatments[treated[1]!]!,
    };
  const put = deliver.exec(sentence);
  if (!put) return undefined;
  const [, two, property, object, target] = put;
  const treatment = property ? { treatment: treatments[property]! } : {};
  return { family: 'deliver', object: object!, target: target!, count: two ? 2 : 1, ...treatment };
}
