import { compileGame } from '../engine/environments/household/game.ts';
import { parseGame } from '../engine/environments/household/gameFile.ts';
import type { Play } from '../engine/environments/household/play.ts';
import { HumanError } from '../engine/problem.ts';
import { worldPorts } from './worldPorts.ts';

/** A new play of the game in a file, plain or gzipped. Rejects with a `HumanError` that holds every problem of the file. */
export async function playGameFile(path: string): Promise<Play> {
  const parsed = parseGame(await worldPorts.readText(path), path);
  if ('problems' in parsed) throw new HumanError(`${path} cannot be played.`, parsed.problems);
  return compileGame(parsed.game).start();
}
