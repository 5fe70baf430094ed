import { parseReact } from '../policies/react.ts';
import type { Outcome, Source, Step, Task, Trajectory, Usage } from './trajectory.ts';

/** The version of Harbor's Agent Trajectory Interchange Format that is written; every 1.x is read. */
export const atifVersion = 'ATIF-v1.8';

/** The version of what stands under `extra.contrail`. */
export const trajectoryFormat = 'contrail-trajectory-1';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** `steps[0]` of a document: the environment's opening. */
export function encodeOpening(opening: string): Json {
  return { step_id: 1, source: 'user', message: opening };
}

/**
 * An agent step of a document, `index` counted from 0 among the trajectory's steps. Thought, action and flags are
 * written only where they do not follow from the text.
 */
export function encodeStep(step: Step, index: number): Json {
  const parsed = parseReact(step.text);
  const { thought, action, flags, logProbability } = step;
  return {
    step_id: index + 2,
    source: 'agent',
    message: step.text,
    reasoning_content: step.reasoning,
    observation: { results: [{ content: step.observation }] },
    metrics: step.usage && encodeUsage(step.usage),
    extra: {
      contrail: {
        reward: step.reward,
        valid: step.valid,
        thought: thought === parsed.thought ? undefined : thought,
        action: action === parsed.action ? undefined : action,
        flags: `${flags}` === `${parsed.flags}` ? undefined : flags,
        logProbability,
      },
    },
  };
}

function encodeUsage({ promptTokens, completionTokens, cachedTokens }: Usage): Json {
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, cached_tokens: cachedTokens };
}

function encodeTotals(steps: readonly Step[]): Json | undefined {
  const usages = steps.flatMap(({ usage }) => usage ?? []);
  if (usages.length === 0) return undefined;
  const total = (tokens: (usage: Usage) => number) => usages.reduce((sum, usage) => sum + tokens(usage), 0);
  return {
    total_prompt_tokens: total(usage => usage.promptTokens),
    total_completion_tokens: total(usage => usage.completionTokens),
    total_cached_tokens: total(usage => usage.cachedTokens ?? 0),
  };
}

function encodeTask({ environment, split, id, instruction }: Task): Json {
  return { environment, split, id, instruction };
}

/** How an episode ended, with its keys in the order in which they are written everywhere. */
export function encodeOutcome({ reward, success, ending, message }: Outcome): Json {
  return { reward, success, ending, message };
}

function encodeSource({ policy, seed, rollout, temperature, iteration, parent }: Source): Json {
  return { policy, seed, rollout, temperature, iteration, parent: parent && { id: parent.id, steps: parent.steps } };
}

/**
 * One line of JSON, without its end. Valid UTF-8 and one line for every reader: lone surrogates are replaced, and
 * characters that some tools take for the end of a line are escaped.
 */
export function jsonLine(value: Json): string {
  const text = JSON.stringify(value);
  const whole = /\\u[dD][89a-fA-F]/.test(text)
    ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed() : inner))
    : text;
  return whole.replace(/[\u0085\u2028\u2029]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A trajectory as one line of ATIF, without the line's end. Key order is fixed and nothing in it comes from a clock or
 * a machine: equal trajectories give equal bytes.
 */
export function encodeTrajectory(trajectory: Trajectory): string {
  const { id, task, opening, steps, outcome, source } = trajectory;
  return jsonLine({
    schema_version: atifVersion,
    trajectory_id: id,
    agent: { name: 'contrail', version: '1', model_name: source.policy },
    steps: [encodeOpening(opening), ...steps.map(encodeStep)],
    final_metrics: encodeTotals(steps),
    extra: {
      contrail: {
        format: trajectoryFormat,
        task: encodeTask(task),
        outcome: encodeOutcome(outcome),
        source: encodeSource(source),
      },
    },
  });
}
