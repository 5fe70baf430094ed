import type { Outcome, Step } from './trajectory.ts';

/** A reward, at most three digits after the point; `none` where there is none. */
export function rewardText(reward: number | null): string {
  return reward === null ? 'none' : String(Number(reward.toFixed(3)));
}

/** The change of the reward so far at a step, `0 → 0.5`; undefined when the step leaves it as it was. */
export function rewardChange(steps: readonly Step[], index: number): string | undefined {
  const reward = steps[index]!.reward;
  const before = index === 0 ? null : steps[index - 1]!.reward;
  // Before the first step no reward was given, which is where every episode begins.
  if (reward === before || (index === 0 && reward === 0)) return undefined;
  return `${index === 0 ? 0 : rewardText(before)} → ${rewardText(reward)}`;
}

/** What is drawn beside a step: its number, the reward where it changes, what the turn cost. */
export function stepLabel(steps: readonly Step[], index: number): string {
  const change = rewardChange(steps, index);
  const { usage } = steps[index]!;
  return [
    `step ${index + 1}`,
    ...(change ? [`reward ${change}`] : []),
    ...(usage ? [`${usage.completionTokens} ${usage.completionTokens === 1 ? 'token' : 'tokens'}`] : []),
  ].join(' · ');
}

/** How an episode stands, in one word: `running` without an outcome. */
export function outcomeWord(outcome: Outcome | undefined): string {
  if (!outcome) return 'running';
  if (outcome.success) return 'success';
  return outcome.reward === null ? outcome.ending : 'failed';
}

/** Where a reader is: `Step 3/17 · reward 0.5 · failed`; `step` is 0-based, -1 above the first. */
export function positionText(at: {
  readonly step: number;
  readonly steps: readonly Step[];
  readonly outcome?: Outcome;
}): string {
  const { step, steps, outcome } = at;
  const reward = outcome ? outcome.reward : (steps.at(-1)?.reward ?? null);
  return [
    step < 0 ? `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}` : `Step ${step + 1}/${steps.length}`,
    ...(reward === null ? [] : [`reward ${rewardText(reward)}`]),
    outcomeWord(outcome),
  ].join(' · ');
}
