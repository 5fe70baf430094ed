import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Play } from '../engine/environments/household/play.ts';
import { fileError } from '../node/fileError.ts';
import { playGameFile } from '../node/gameReader.ts';
import { addCommand } from './command.ts';
import { print, printJson } from './output.ts';
import { playInTerminal } from './terminalPlay.ts';

interface PlayFlags {
  readonly actions?: string;
  readonly json?: true;
}

/** `contrail play`: plays a game file, by a list of actions or by hand. */
export function registerPlay(program: Command): void {
  addCommand(program, {
    name: 'play',
    summary: 'play a game file, by hand or by a list of actions',
    example: 'contrail play games/unseen/1-unseen-0.tw-pddl',
  })
    .argument('<game>', 'a game file, *.tw-pddl or *.tw-pddl.gz')
    .option('--actions <file>', 'take the actions from a file, one a line, or from standard input (-)')
    .option('--json', 'print a JSON line for the opening and one an action')
    .action(async (file: string, { actions, json }: PlayFlags) => {
      const play = await playGameFile(file);
      if (actions === undefined && !json) return playInTerminal(play);
      const show = json ? printJson : printTurn;
      show(turnOf(play, 0, null));
      let step = 0;
      for await (const action of actionsFrom(actions ?? '-')) {
        play.step(action);
        show(turnOf(play, ++step, action));
      }
    });
}

/** What `--json` prints for the opening, whose action is null, and for every action. */
interface PlayedTurn {
  readonly step: number;
  readonly action: string | null;
  /** Exactly what the game said. */
  readonly observation: string;
  readonly admissible: readonly string[];
  readonly reward: number;
  readonly done: boolean;
  readonly success: boolean;
}

function turnOf({ observation, admissible, won }: Play, step: number, action: string | null): PlayedTurn {
  return { step, action, observation, admissible, reward: won ? 1 : 0, done: won, success: won };
}

function printTurn({ action, observation, done }: PlayedTurn): void {
  if (action !== null) print(`> ${action}`);
  print(`${observation}\n${done ? '\n[done]\n' : ''}`);
}

/** The lines of a file, or of standard input as they come in, without their ends and without a byte-order mark. */
async function* actionsFrom(file: string): AsyncGenerator<string> {
  if (file !== '-') {
    yield* await linesOf(file);
    return;
  }
  let isFirst = true;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield isFirst ? line.replace(/^\uFEFF/, '') : line;
    isFirst = false;
  }
}

async function linesOf(file: string): Promise<string[]> {
  try {
    const text = await readFile(file, 'utf8');
    const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (error) {
    throw fileError(error, 'read', file);
  }
}
