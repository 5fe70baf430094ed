import { Belief, kindOf } from '../policies/expert/belief.ts';
import { type Goal, parseGoal } from '../policies/expert/goal.ts';
import type { History, Step } from '../trajectory/trajectory.ts';
import { type HouseholdCommand, householdCommand } from './householdCommand.ts';
import type { MistakeKind } from './mistake.ts';
import { namingWords, numberedNames, words } from './named.ts';
import { stepProblems } from './problems.ts';

/**
 * What each step of an episode does wrong, null where nothing (`failureMeanings` says what each kind is). From texts and
 * validity alone: no environment is asked. What is wrong about the task itself is told where the task reads as one of
 * a household (`parseGoal`); everything else anywhere.
 */
export function stepMistakes({ task, opening, steps }: History): (MistakeKind | null)[] {
  const goal = parseGoal(task.instruction) ?? parseGoal(opening);
  const repeating = new Set(
    stepProblems(steps).flatMap(({ step, kind }) =>
      kind === 'repeated-action' || kind === 'revisiting-loop' ? [step] : [],
    ),
  );
  const shown = new Shown();
  shown.add(task.instruction);
  shown.add(opening);
  const belief = new Belief(opening);
  return steps.map((step, index) => {
    const command = householdCommand(step.action);
    const kind =
      (isMalformed(step) ? 'malformed' : undefined) ??
      unknownName(step, shown) ??
      (command && misplaced(step, command, belief)) ??
      (command && goal && offTask(step, command, goal, belief)) ??
      (repeating.has(index) ? 'repeats' : undefined) ??
      (step.valid ? undefined : 'other-invalid');
    shown.add(step.observation);
    if (step.valid) belief.observe(step.action, step.observation);
    return kind ?? null;
  });
}

/** All that was shown so far. */
class Shown {
  readonly words = new Set<string>();
  readonly names = new Set<string>();
  readonly kinds = new Set<string>();

  add(text: string): void {
    for (const word of words(text)) this.words.add(word);
    for (const { name, kind } of numberedNames(text)) {
      this.names.add(name);
      this.kinds.add(kind);
    }
  }
}

function isMalformed({ action, valid, flags }: Step): boolean {
  return !valid && (flags.length > 0 || /\b(?:thought|action|observation):/i.test(action));
}

function unknownName({ action, valid }: Step, shown: Shown): MistakeKind | undefined {
  if (valid) return undefined;
  const named = numberedNames(action);
  const numbered = new Set(named.map(({ kind }) => kind));
  const isInvented =
    named.some(({ kind }) => !shown.kinds.has(kind)) ||
    namingWords(action).some(word => !numbered.has(word) && !shown.words.has(word));
  if (isInvented) return 'invented-object';
  return named.some(({ name }) => !shown.names.has(name)) ? 'wrong-number' : undefined;
}

/** Takes a thing from a place that was seen without it. */
function misplaced({ valid }: Step, command: HouseholdCommand, belief: Belief): MistakeKind | undefined {
  const { verb, thing, place = '' } = command;
  const contents = belief.places.get(place)?.contents;
  if (valid || verb !== 'take' || !contents || contents.has(thing) || belief.holding === thing) return undefined;
  const kind = kindOf(thing);
  return [...contents].some(name => kindOf(name) === kind) ? 'wrong-number' : 'wrong-receptacle';
}

function offTask(step: Step, command: HouseholdCommand, goal: Goal, belief: Belief): MistakeKind | undefined {
  const { verb, thing, place = '' } = command;
  const isAsked = kindOf(thing) === goal.object;
  if (goal.family === 'examine') {
    const hand = belief.holding;
    const isLit = verb === 'use' && step.valid && kindOf(thing) === goal.target;
    return isLit && (hand === undefined || kindOf(hand) !== goal.object) ? 'left-out-step' : undefined;
  }
  if (verb === 'treat') return isAsked ? undefined : 'wrong-object';
  if (verb !== 'put') return undefined;
  const isTarget = kindOf(place) === goal.target;
  if (!isAsked) return isTarget ? 'wrong-object' : undefined;
  if (!isTarget) return 'wrong-receptacle';
  return step.valid && goal.treatment && !belief.is(goal.treatment, thing) ? 'left-out-step' : undefined;
}
