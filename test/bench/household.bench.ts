import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gameFile } from '../../src/engine/environments/builtin/game.ts';
import { household } from '../../src/engine/environments/builtin/task.ts';
import { compileGame, type Game } from '../../src/engine/environments/household/game.ts';
import type { GameSource } from '../../src/engine/environments/household/gameText.ts';
import type { Play } from '../../src/engine/environments/household/play.ts';
import { seeded } from '../../src/engine/random.ts';
import { naiveCommands } from './naiveCommands.ts';
import type { BenchRow } from './row.ts';

export const name = 'household';

const data = resolve(import.meta.dirname, '../../../shared/data/alfworld');
const textworld = join(import.meta.dirname, '../engine/environments/household/playTextworld.py');
const python = process.env['CONTRAIL_TEXTWORLD_PYTHON'];

/** A game and what to do in it. */
interface Script {
  readonly source: GameSource;
  readonly commands: readonly string[];
}

function alfworldScripts(): Script[] {
  const unzipped = (path: string) => gunzipSync(readFileSync(path)).toString('utf8');
  const lines = unzipped(join(data, 'reference.jsonl.gz')).trim().split('\n');
  return lines.map(line => {
    const { game, steps } = JSON.parse(line) as { game: string; steps: { command: string }[] };
    const source = JSON.parse(unzipped(join(data, 'games', `${game}.gz`))) as GameSource;
    return { source, commands: steps.map(({ command }) => command) };
  });
}

function ownScripts(): Script[] {
  return Array.from({ length: 200 }, (_, index) => {
    const source = gameFile(household({ seed: 1, split: 'train', index }).layout);
    const play = compileGame(source).start();
    const random = seeded(index);
    const commands = Array.from({ length: 50 }, () => {
      const command = random.pick(play.admissible);
      play.step(command);
      return command;
    });
    return { source, commands };
  });
}

/** Milliseconds of processor time that `work` takes. */
function spent(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds a step, with the question whether the goal holds and a list of commands. */
function stepping(scripts: readonly Script[], games: readonly Game[], list: (play: Play) => readonly string[]): number {
  let steps = 0;
  let seen = 0;
  const time = spent(() => {
    for (const [index, { commands }] of scripts.entries()) {
      const play = games[index]!.start();
      for (const command of commands) {
        play.step(command);
        seen += Math.sign(list(play).length + Number(play.won));
        steps++;
      }
    }
  });
  if (seen < steps) throw new Error('A state without commands.');
  return time / steps;
}

function row(what: string, measured: number, baseline: number, against: string, aim: string): BenchRow {
  const ms = (time: number) => `${time.toPrecision(2)} ms`;
  return { what, measured: ms(measured), baseline: `${ms(baseline)} (${against})`, ratio: baseline / measured, aim };
}

function rows(kind: string, scripts: readonly Script[], aims: readonly [load: string, step: string]): BenchRow[] {
  const first = spent(() => compileGame({ ...scripts[0]!.source }));
  const fresh = () => scripts.map(({ source }) => compileGame({ ...source }));
  fresh();
  let games: Game[] = [];
  const load = spent(() => (games = fresh())) / scripts.length;
  const unshared = scripts.map(({ source }, index) => ({ ...source, pddl_domain: `${source.pddl_domain};${index}` }));
  const apart = spent(() => unshared.map(compileGame)) / scripts.length;
  const step = stepping(scripts, games, play => play.admissible);
  const naive = stepping(scripts.slice(0, 10), games, naiveCommands) - step;
  const made = [
    row(`${kind}: load a game`, load, apart, 'its domain read anew', aims[0]),
    row(`${kind}: a step with its commands`, step, naive, 'the search alone, without plans and indexes', aims[1]),
  ];
  if (kind === 'ALFWorld')
    made.unshift(row('ALFWorld: load the first game of a process', first, load, 'a later one', '–'));
  if (python) made.push(againstTextworld(kind, scripts[0]!.source, step));
  return made;
}

/** One game played in TextWorld itself: 100 steps less 0 steps. */
function againstTextworld(kind: string, game: GameSource, step: number): BenchRow {
  const play = (steps: number) => {
    const started = performance.now();
    const input = JSON.stringify({ game, seed: 1, steps });
    const { status, stderr } = spawnSync(python!, [textworld], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - started;
  };
  const idle = play(0);
  return row(`${kind}: a step with its commands`, step, (play(100) - idle) / 100, 'TextWorld', 'faster');
}

/** Loading and stepping, as processor time of one core, on ALFWorld's games where they are at hand and on our own. */
export async function run(): Promise<BenchRow[]> {
  return [
    ...(existsSync(data) ? rows('ALFWorld', alfworldScripts(), ['< 15 ms', '< 0.3 ms']) : []),
    ...rows('our games', ownScripts(), ['< 15 ms', '< 0.1 ms (10,000 steps/s)']),
  ];
}
