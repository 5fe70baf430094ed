import { gameFile } from '../../src/engine/environments/builtin/game.ts';
import { Simulation } from '../../src/engine/environments/builtin/simulation.ts';
import { household } from '../../src/engine/environments/builtin/task.ts';
import { compileGame } from '../../src/engine/environments/household/game.ts';
import { habitCorpus } from '../../src/engine/policies/expert/corpus.ts';
import { seeded } from '../../src/engine/random.ts';
import type { BenchRow } from './row.ts';

export const name = 'built-in world';

/** Something that answers actions and lists the valid ones. */
interface Player {
  admissible(): readonly string[];
  step(action: string): void;
}

/** Steps a second of random valid actions, 30 a game, the list of valid actions read at each. */
function pace(games: number, start: (index: number) => Player): number {
  let elapsed = 0;
  for (let index = 0; index < games; index++) {
    const player = start(index);
    const random = seeded(index);
    const before = performance.now();
    for (let step = 0; step < 30; step++) player.step(random.pick(player.admissible()));
    elapsed += performance.now() - before;
  }
  return (games * 30 * 1000) / elapsed;
}

function interpreted(index: number): Player {
  const play = compileGame(gameFile(household({ seed: 1, split: 'train', index }).layout)).start();
  return { admissible: () => play.admissible, step: action => play.step(action) };
}

function simulated(index: number): Player {
  const simulation = new Simulation(household({ seed: 1, split: 'train', index }).layout);
  return { admissible: () => simulation.admissible(), step: action => simulation.step(action) };
}

function corpusPace(count: number): { readonly rate: number; readonly length: number } {
  const before = performance.now();
  let steps = 0;
  for (const trajectory of habitCorpus({ seed: 1, count })) steps += trajectory.steps.length;
  return { rate: (count * 1000) / (performance.now() - before), length: steps / count };
}

const perSecond = (rate: number, unit: string) => `${Math.round(rate).toLocaleString('en')} ${unit}/s`;

export async function run(): Promise<BenchRow[]> {
  pace(100, interpreted);
  pace(1000, simulated);
  corpusPace(500);
  const play = pace(600, interpreted);
  const code = pace(10_000, simulated);
  const { rate, length } = corpusPace(10_000);
  return [
    {
      what: 'our own games: a step with its list',
      measured: perSecond(play, 'steps'),
      baseline: `${perSecond(code, 'steps')} (the same rules written as code)`,
      ratio: play / code,
      aim: '≥ 10,000 steps/s',
    },
    {
      what: 'the habit corpus',
      measured: perSecond(rate, 'trajectories'),
      baseline: `${perSecond(play / length, 'trajectories')} (the interpreter alone, ${length.toFixed(1)} steps each)`,
      ratio: rate / (play / length),
      aim: 'thousands a second',
    },
  ];
}
