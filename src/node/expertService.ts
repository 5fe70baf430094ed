import { admissibleAfter } from '../engine/environments/admissible.ts';
import { worldKind } from '../engine/environments/registry.ts';
import { playWith } from '../engine/exploration/episode.ts';
import { expertSteps } from '../engine/policies/expert/expert.ts';
import { HumanError } from '../engine/problem.ts';
import type { Trajectory } from '../engine/trajectory/trajectory.ts';
import { type Port, serve } from '../protocol/rpc.ts';
import type { AdmissibleOrder, ExpertOrder, ExpertService } from './expertThread.ts';
import { worldPorts } from './worldPorts.ts';

/** What a worker thread does that was started to play a world: for its expert, or again what was recorded. */
export function serveExpert(_: undefined, port: Port): void {
  serve<ExpertService>(port, { play, admissible });
}

async function admissible(
  { environment, history }: AdmissibleOrder,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  return admissibleAfter(worldKind(environment.name).open(environment, worldPorts), history, signal);
}

async function play({ environment, task }: ExpertOrder, signal: AbortSignal): Promise<Trajectory> {
  const world = worldKind(environment.name).open(environment, worldPorts);
  const expert = world.expert?.({ oracle: false });
  if (!expert) throw new HumanError(`The world "${world.name}" has no expert.`);
  const source = { policy: expert.name, seed: 0, rollout: 0, temperature: 0 };
  const order = { id: `${task.id}#0`, task, source, maxSteps: expertSteps, maxInvalid: 0 };
  for await (const event of playWith(world, expert)(order, signal)) {
    if (event.kind !== 'ended') continue;
    const { outcome } = event.trajectory;
    if (outcome.ending === 'environment-error')
      throw new HumanError(`The expert cannot play the task "${task.id}". ${outcome.message ?? ''}`.trim());
    return event.trajectory;
  }
  throw new Error('An episode ended without its end.');
}
