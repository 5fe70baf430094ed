/** Which part of an environment's tasks a task belongs to; policies learn from `train`, are chosen on `val`, judged on the rest. */
export type Split = 'train' | 'val' | 'seen' | 'unseen';

export const splits: readonly Split[] = ['train', 'val', 'seen', 'unseen'];

/** What is asked of a policy. */
export interface Task {
  readonly environment: string;
  readonly split: Split;
  /** Stable and unique within the environment; the same on every machine. */
  readonly id: string;
  readonly instruction: string;
}

/** What is remarkable in a turn. `no-action`: nothing to act on was found in the text; `invented-observation`: the policy went on and wrote the environment's answer itself; `cut-off`: the token budget ended the turn. */
export type TurnFlag = 'no-action' | 'invented-observation' | 'cut-off';

/** Tokens that a turn cost, as the server or the model counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
}

/** What a policy says at one step. */
export interface Turn {
  readonly thought: string;
  readonly action: string;
  /** The turn exactly as the policy wrote it: what training sees. */
  readonly text: string;
  /** A reasoning model's private text, never part of the prompt or of the loss. */
  readonly reasoning?: string;
  readonly usage?: Usage;
  /** Sum over the turn's tokens of their log-probability under the policy that wrote it, at temperature 1; natural logarithm. */
  readonly logProbability?: number;
  readonly flags: readonly TurnFlag[];
}

/** One turn and the observation that answers it. */
export interface Step extends Turn {
  readonly observation: string;
  /** The reward so far, in [0, 1], after this step; null when the environment gave none. */
  readonly reward: number | null;
  /** Whether the environment understood the action. */
  readonly valid: boolean;
}

/**
 * Why an episode ended. Only `success` and `done` are the environment's word, `step-limit` and `invalid-limit` are
 * exploration's; the rest say that the policy or the environment could not go on, and carry no reward of their own.
 */
export type Ending =
  | 'success'
  | 'done'
  | 'step-limit'
  | 'invalid-limit'
  | 'context-overflow'
  | 'timeout'
  | 'refusal'
  | 'policy-error'
  | 'environment-error';

export const endings: readonly Ending[] = [
  'success',
  'done',
  'step-limit',
  'invalid-limit',
  'context-overflow',
  'timeout',
  'refusal',
  'policy-error',
  'environment-error',
];

/** Whether an episode that ended so was played to its end, so that its reward is a judgement of the policy. */
export function isComplete(ending: Ending): boolean {
  return ending === 'success' || ending === 'done' || ending === 'step-limit' || ending === 'invalid-limit';
}

export interface Outcome {
  /** Final reward in [0, 1]; null when the episode did not get far enough to be judged. Absence is not 0. */
  readonly reward: number | null;
  /** Reward 1, not merely "done" (ETO's released code confuses the two). */
  readonly success: boolean;
  readonly ending: Ending;
  /** What went wrong, for endings that are not the environment's word. */
  readonly message?: string;
}

/** Where a trajectory came from: enough to produce it again. */
export interface Source {
  /** The policy's name: `expert`, `random`, a model's name, a checkpoint's identity. */
  readonly policy: string;
  readonly seed: number;
  /** 0-based index among the rollouts of one task. */
  readonly rollout: number;
  readonly temperature: number;
  /** Iteration of the ETO loop; absent outside a loop. */
  readonly iteration?: number;
  /** The episode this one was forked from, and the number of steps they share. */
  readonly parent?: { readonly id: string; readonly steps: number };
}

/** An episode so far: what a policy may look at before its next turn. */
export interface History {
  readonly task: Task;
  /** The first observation, which holds the instruction as the environment words it. */
  readonly opening: string;
  readonly steps: readonly Step[];
}

/** A finished episode. */
export interface Trajectory extends History {
  readonly id: string;
  readonly outcome: Outcome;
  readonly source: Source;
}
