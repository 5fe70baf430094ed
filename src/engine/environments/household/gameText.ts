import { type Domain, readDomain } from './domain.ts';
import { type Grammar, readGrammar } from './grammar.ts';
import { Malformed } from './malformed.ts';
import { readScenario, type Scenario } from './scenario.ts';
import { type TypeTree, typeTree } from './types.ts';

/** The texts of a game file: TextWorld's `game.tw-pddl`. */
export interface GameSource {
  readonly pddl_domain: string;
  readonly grammar: string;
  readonly pddl_problem: string;
  /** Whether a planner has solved it; ALFWorld plays no other games. */
  readonly solvable?: boolean;
  /** Commands that reach the goal. */
  readonly walkthrough?: readonly string[];
}

/** Which of a game's texts something is wrong in, and where. */
export interface Fault {
  readonly field: 'pddl_domain' | 'grammar' | 'pddl_problem';
  readonly offset: number;
  readonly message: string;
}

/** A domain and what follows from it alone. */
interface Theory {
  readonly domain: Domain;
  readonly tree: TypeTree;
}

/** A game's texts, read. */
export interface Texts extends Theory {
  readonly grammar: Grammar;
  readonly scenario: Scenario;
}

/** Theories by domain text: thousands of games share a handful. */
const theories = new Map<string, Theory>();
const theoriesKept = 32;

function theoryOf(text: string): Theory {
  let theory = theories.get(text);
  if (!theory) {
    const domain = readDomain(text);
    theory = { domain, tree: typeTree(domain.types) };
    if (theories.size >= theoriesKept) theories.clear();
    theories.set(text, theory);
  }
  return theory;
}

/** Reads a game's texts; the faults of all three where there are any. */
export function readTexts(source: GameSource): Texts | { readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const attempt = <T>(field: Fault['field'], read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      faults.push({ field, offset: error.offset, message: error.message });
      return undefined;
    }
  };
  const grammar = attempt('grammar', () => readGrammar(source.grammar));
  const theory = attempt('pddl_domain', () => theoryOf(source.pddl_domain));
  const scenario = theory && attempt('pddl_problem', () => readScenario(source.pddl_problem, theory.domain));
  for (const { name, offset } of (grammar && theory?.domain.actions) ?? [])
    if (!grammar?.wordings.has(name))
      faults.push({
        field: 'pddl_domain',
        offset,
        message: `The grammar does not word the action "${name}"; add action ${name} { … } to it.`,
      });
  if (theory && scenario) faults.push(...tooLarge(theory.domain, scenario));
  return faults.length === 0 && grammar && theory && scenario ? { ...theory, grammar, scenario } : { faults };
}

/** Facts are numbered: there must be no more of them than whole numbers. */
function tooLarge({ arities }: Domain, { objects, facts }: Scenario): Fault[] {
  const widest = [...arities.values()].reduce((most, arity) => Math.max(most, arity), 0);
  const width = facts.reduce((most, fact) => Math.max(most, fact.objects.length), widest);
  if ((objects.length + 1) ** width <= Number.MAX_SAFE_INTEGER) return [];
  const message = `${objects.length} objects are too many for predicates of ${width} arguments; use fewer of either.`;
  return [{ field: 'pddl_problem', offset: 0, message }];
}
