import { type StepProblemKind, stepProblems } from '../../engine/analysis/problems.ts';
import type { Step, Trajectory } from '../../engine/trajectory/trajectory.ts';
import type { EpisodeSummary } from '../../protocol/episodeFiles.ts';

/** What a list tells of an episode. */
export function summaryOf(trajectory: Trajectory, line: number): EpisodeSummary {
  const { id, task, steps, outcome, source } = trajectory;
  return {
    line,
    id,
    environment: task.environment,
    split: task.split,
    task: task.id,
    instruction: task.instruction,
    reward: outcome.reward,
    success: outcome.success,
    ending: outcome.ending,
    steps: steps.length,
    tokens: tokensOf(steps),
    problems: problemsOf(steps),
    policy: source.policy,
    seed: source.seed,
    rollout: source.rollout,
    ...(source.iteration !== undefined && { iteration: source.iteration }),
  };
}

/** Prompt and completion tokens of all turns; null where none were counted. */
function tokensOf(steps: readonly Step[]): number | null {
  let total: number | null = null;
  for (const { usage } of steps) if (usage) total = (total ?? 0) + usage.promptTokens + usage.completionTokens;
  return total;
}

function problemsOf(steps: readonly Step[]): Partial<Record<StepProblemKind, number>> {
  const counts: Partial<Record<StepProblemKind, number>> = {};
  for (const { kind } of stepProblems(steps)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
