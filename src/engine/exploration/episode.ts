import type { Environment, World } from '../environments/environment.ts';
import type { Policy } from '../policies/policy.ts';
import { HumanError } from '../problem.ts';
import type { Step, Trajectory } from '../trajectory/trajectory.ts';
import { EpisodeState } from './episodeState.ts';
import type { EpisodeOrder, EpisodeRecording } from './plan.ts';

/** What happens while an episode is played. What was recorded earlier is not told again. */
export type EpisodeEvent =
  | { readonly kind: 'opened'; readonly opening: string }
  | { readonly kind: 'stepped'; readonly step: Step }
  /** The recording is void and the episode begins anew. */
  | { readonly kind: 'restarted'; readonly reason: string }
  | { readonly kind: 'ended'; readonly trajectory: Trajectory };

/** Plays one episode, wherever environment and policy live; the last event is its end. Throws the signal's reason once aborted. */
export type Play = (order: EpisodeOrder, signal: AbortSignal) => AsyncIterable<EpisodeEvent>;

/** Plays episodes in this thread, each in an environment of its own. */
export function playWith(world: Pick<World, 'create'>, policy: Policy): Play {
  return async function* play(order, signal) {
    const environment = world.create();
    try {
      yield* playEpisode({ environment, policy, order, signal });
    } finally {
      policy.forget?.(order.id);
      await environment.dispose();
    }
  };
}

/**
 * Plays one episode. A policy that halts and an environment that fails end it with their reason and without a reward.
 * Recorded steps are taken again first, without the policy. Where an answer differs from the recording, an environment
 * that promises deterministic replay has changed, which is a `HumanError`; any other is played from the start again.
 */
export async function* playEpisode(params: {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly order: EpisodeOrder;
  readonly signal: AbortSignal;
}): AsyncGenerator<EpisodeEvent, void, void> {
  const { environment, policy, order, signal } = params;
  const state = new EpisodeState(environment, order);
  const failed = (where: string, error: unknown) => {
    signal.throwIfAborted();
    return state.halted('environment-error', `${where}: ${errorText(error)}`);
  };
  if (order.recorded) {
    const divergence = await replay(state, order.recorded);
    signal.throwIfAborted();
    if (divergence && environment.capabilities.deterministicReplay) throw divergenceError(order, divergence);
    if (divergence) {
      yield { kind: 'restarted', reason: divergence };
      const { recorded: _, ...anew } = order;
      return yield* playEpisode({ ...params, order: anew });
    }
  } else {
    try {
      await state.open();
    } catch (error) {
      return yield failed('The episode could not be started', error);
    }
    yield { kind: 'opened', opening: state.history.opening };
  }
  while (!state.ending) {
    signal.throwIfAborted();
    const turn = await policy.act(state.history, state.actOptions(signal));
    if ('halted' in turn) return yield state.halted(turn.halted, turn.message);
    let step: Step;
    try {
      step = await state.take(turn);
    } catch (error) {
      return yield failed(`The environment failed at the action ${JSON.stringify(turn.action)}`, error);
    }
    yield { kind: 'stepped', step };
  }
  yield state.finished(state.ending);
}

/** Takes the recorded steps again; what differs from the recording, or undefined. */
async function replay(state: EpisodeState, recorded: EpisodeRecording): Promise<string | undefined> {
  const differs = (what: string, now: string, before: string) =>
    `${what} is now ${excerpt(now)} where ${excerpt(before)} was recorded`;
  try {
    const opening = await state.open();
    if (opening !== recorded.opening) return differs('the opening', opening, recorded.opening);
    for (const [index, before] of recorded.steps.entries()) {
      const now = await state.take(before);
      const what = `the answer to step ${index + 1}, ${JSON.stringify(before.action)},`;
      if (now.observation !== before.observation) return differs(what, now.observation, before.observation);
      if (now.reward !== before.reward || now.valid !== before.valid)
        return differs(
          what,
          `reward ${now.reward}, valid ${now.valid}`,
          `reward ${before.reward}, valid ${before.valid}`,
        );
    }
    return undefined;
  } catch (error) {
    return `the environment fails where it did not before: ${errorText(error)}`;
  }
}

function divergenceError({ id }: EpisodeOrder, divergence: string): HumanError {
  return new HumanError(
    `The environment has changed since this exploration began. Episode "${id}": ${divergence}. ` +
      'Restore the environment as it was, or start again in a new folder.',
  );
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
