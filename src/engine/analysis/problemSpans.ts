import { type StepProblem, type StepProblemKind, stepProblemKinds } from './problems.ts';

/** A problem of one step or, where steps in a row have the same one for the same reason, of all of them. */
export interface ProblemSpan {
  readonly kind: StepProblemKind;
  /** Steps `from` (inclusive) to `to` (exclusive), 0-based. */
  readonly from: number;
  readonly to: number;
  /** For a person, as one sentence. */
  readonly message: string;
}

/** Kinds that speak of a stretch of steps: a list of them step by step says the same thing again and again. */
const stretching: ReadonlySet<StepProblemKind> = new Set(['repeated-action', 'revisiting-loop']);

/** The problems of an episode as a reader wants them listed, by their first step. */
export function problemSpans(problems: readonly StepProblem[]): ProblemSpan[] {
  const spans: ProblemSpan[] = [];
  const open = new Map<StepProblemKind, number>();
  for (const { step, kind, message } of problems) {
    const last = open.get(kind);
    const before = last === undefined ? undefined : spans[last];
    if (before && before.to === step && stretching.has(kind))
      spans[last!] = { ...before, to: step + 1, message: stretchMessage(kind, before.from, step + 1) };
    else {
      open.set(kind, spans.length);
      spans.push({ kind, from: step, to: step + 1, message });
    }
  }
  return spans.sort((a, b) => a.from - b.from || stepProblemKinds.indexOf(a.kind) - stepProblemKinds.indexOf(b.kind));
}

function stretchMessage(kind: StepProblemKind, from: number, to: number): string {
  const steps = `Steps ${from + 1} to ${to}`;
  return kind === 'repeated-action'
    ? `${steps} take the same action as the step before, to no effect.`
    : `${steps} repeat earlier actions and learn nothing new.`;
}
