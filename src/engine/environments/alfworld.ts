import { expertPolicy } from '../policies/expert/expert.ts';
import { alfworldRank } from '../policies/expert/likely.ts';
import { plainVoice } from '../policies/expert/voice.ts';
import { HumanError, type Problem, problemText } from '../problem.ts';
import { seeded, seedOf } from '../random.ts';
import type { Split, Task } from '../trajectory/trajectory.ts';
import { alfworldLanguage } from './alfworldLanguage.ts';
import type { World, WorldKind, WorldPorts, WorldSettings } from './environment.ts';
import { type GameFile, gameFiles } from './gameFolder.ts';
import { gameHabits } from './gameHabits.ts';
import { hiddenFacts } from './hiddenFacts.ts';
import { holdOut } from './holdOut.ts';
import { compileGame } from './household/game.ts';
import { parseGame, readShape } from './household/gameFile.ts';
import type { GameSource } from './household/gameText.ts';
import { Household } from './household/household.ts';
import { taskSentence } from './taskSentence.ts';
import { worded } from './wording.ts';

const environment = 'alfworld';

/** Files read at the same time. */
const together = 16;

/** Games that are played from files: ALFWorld's own, and any other of TextWorld's format. */
export const alfworld: WorldKind = {
  name: environment,
  description: "TextWorld's PDDL games from files: ALFWorld's json_2.1.1 folder, a folder of games, or one game",
  open: openAlfworld,
};

/**
 * Opens the games below `settings.root`. Splits follow ALFWorld's folder names (`train`, `valid_seen`, `valid_unseen`);
 * other games count as `train`, of which `settings.holdOut` may keep some apart. Games are listed in the order of their
 * paths, or in that of `holdOut`, and read when asked for. Throws `HumanError` when no root is given. Games that no
 * planner has solved and malformed ones are no tasks; `skipped` counts them.
 */
export function openAlfworld({ root, holdOut: shares, wording = 'own' }: WorldSettings, ports: WorldPorts): World {
  if (root === undefined)
    throw new HumanError(
      `The environment "${environment}" is played from files: set environment.root to ALFWorld's json_2.1.1 folder, a folder of *.tw-pddl files, or one such file.`,
    );
  let listing: Promise<readonly GameFile[]> | undefined;
  const files = () => {
    listing ??= gameFiles(root, ports).then(found => (shares ? holdOut(found, shares) : found));
    return listing;
  };
  const load = async (task: Task): Promise<GameSource> => {
    const file = (await files()).find(({ id, split }) => id === task.id && split === task.split);
    if (!file)
      throw new HumanError(`There is no ${task.split} game "${task.id}" below ${root}; check environment.root.`);
    const parsed = parseGame(await ports.readText(file.path), file.path);
    if ('game' in parsed) return worded(parsed.game, { wording, task });
    throw new HumanError(problemText(parsed.problems[0]!), parsed.problems);
  };
  const skipped = { unsolvable: new Set<string>(), problems: new Map<string, readonly Problem[]>() };
  const shapeIn = async (path: string) => {
    try {
      return readShape(await ports.readText(path), path);
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      return {
        problems: error.problems.length > 0 ? error.problems : [{ file: path, line: 0, message: error.message }],
      };
    }
  };
  const taskOf = async ({ path, id, split }: GameFile): Promise<Task | undefined> => {
    const parsed = await shapeIn(path);
    if ('problems' in parsed) skipped.problems.set(path, parsed.problems);
    else if (parsed.game.solvable !== true) skipped.unsolvable.add(path);
    else return { environment, split, id, instruction: taskSentence(parsed.game) };
    return undefined;
  };
  const tasks = async (split: Split, limit = Number.POSITIVE_INFINITY) => {
    const wanted = (await files()).filter(file => file.split === split);
    const found: Task[] = [];
    for (let at = 0; at < wanted.length && found.length < limit; ) {
      const batch = wanted.slice(at, at + Math.min(together, limit - found.length));
      at += batch.length;
      for (const task of await Promise.all(batch.map(taskOf))) if (task) found.push(task);
    }
    return found;
  };
  let training: Promise<readonly Task[]> | undefined;
  return {
    name: environment,
    get skipped() {
      return { unsolvable: skipped.unsolvable.size, problems: [...skipped.problems.values()].flat() };
    },
    tasks,
    create: () => new Household(load),
    language: alfworldLanguage,
    async habits({ seed, index }) {
      training ??= tasks('train');
      const all = await training;
      if (all.length === 0) throw new HumanError(`There is no training game below ${root}; check environment.root.`);
      // A whole round over the games before any is played again, each round in an order of its own.
      const round = Math.floor(index / all.length);
      const task = seeded(seedOf('order of habits', seed, round)).shuffled(all)[index % all.length]!;
      const episode = gameHabits(await load(task), { task, seed, index });
      if (!episode) throw new HumanError(`Nobody understands the task "${task.instruction}" of "${task.id}".`);
      return episode;
    },
    expert: ({ oracle }) =>
      expertPolicy({
        rank: alfworldRank,
        // Its lists count down, so this begins with number 1, whatever the room.
        prefers: 'last',
        voice: plainVoice,
        hidden: oracle ? async task => hiddenFacts(compileGame(await load(task))) : undefined,
      }),
  };
}
