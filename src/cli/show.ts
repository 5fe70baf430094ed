import type { Command } from 'commander';
import type { Checkpoint } from '../engine/learner/checkpoint.ts';
import { turnLogProbabilities } from '../engine/learner/turnLogProbabilities.ts';
import { HumanError } from '../engine/problem.ts';
import { encodeTrajectory } from '../engine/trajectory/atif.ts';
import { trajectoryText } from '../engine/trajectory/text.ts';
import type { Trajectory } from '../engine/trajectory/trajectory.ts';
import { visible } from '../engine/trajectory/visible.ts';
import { readPolicy } from '../node/stages/trainStage.ts';
import { trajectoriesIn } from '../node/trajectoryReader.ts';
import { addCommand } from './command.ts';
import { UsageError } from './exitCode.ts';
import { print, printJson } from './output.ts';

interface ShowFlags {
  readonly episode: string;
  readonly checkpoint?: string;
  readonly json?: true;
}

/** `contrail show`: prints one trajectory of a file as text. */
export function registerShow(program: Command): void {
  addCommand(program, {
    name: 'show',
    summary: 'print a trajectory as text',
    example: 'contrail show runs/experiment/seed-1/iteration-1/explore/episodes.trajectories.jsonl --episode 3',
  })
    .argument('<file>', 'a trajectory file')
    .option('--episode <which>', "the episode's number in the file, from 1, or its id", '1')
    .option('--checkpoint <file>', "print instead each turn's log-probability (nats) under that policy")
    .option('--json', 'print it as one line of JSON (ATIF)')
    .action(async (file: string, { episode, checkpoint, json }: ShowFlags) => {
      const trajectory = await findEpisode(file, episode);
      if (checkpoint !== undefined) return printTurns(trajectory, await readPolicy(checkpoint), json ?? false);
      process.stdout.write(json ? `${encodeTrajectory(trajectory)}\n` : trajectoryText(trajectory).text);
    });
}

/** One line a turn: its log-probability under the policy, and its action. */
function printTurns(trajectory: Trajectory, policy: Checkpoint, json: boolean): void {
  const [turns = []] = turnLogProbabilities(policy, [trajectory]);
  for (const [index, logProbability] of turns.entries()) {
    const { action } = trajectory.steps[index]!;
    if (json) printJson({ step: index + 1, action, logProbability });
    else print(`${logProbability.toFixed(3).padStart(9)}  ${visible(action)}`);
  }
}

/** The episode of that number or id. Rejects with a `HumanError` when its line is malformed, a `UsageError` when there is none. */
async function findEpisode(file: string, which: string): Promise<Trajectory> {
  const number = /^\d+$/.test(which) ? Number(which) : undefined;
  let count = 0;
  for await (const entry of trajectoriesIn(file)) {
    count += 1;
    if ('problem' in entry) {
      if (number === count) throw new HumanError(`Episode ${which} of ${file} cannot be read.`, [entry.problem]);
    } else if (number === count || entry.value.id === which) return entry.value;
  }
  throw new UsageError(`${file} has no episode ${which}; it has ${count}.`);
}
