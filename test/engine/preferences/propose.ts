import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PairProposal } from '../../../src/engine/preferences/pair.ts';
import { type PairSettings, pairStrategy } from '../../../src/engine/preferences/strategies.ts';
import type { TaskGroup } from '../../../src/engine/preferences/strategy.ts';
import type { Ending } from '../../../src/engine/trajectory/trajectory.ts';
import { type EpisodeOptions, stored, task } from '../episodes.ts';

/** `id reward[/ending] action…`, e.g. `a 0.5 go !take` or `b null/timeout`; `!` marks an invalid action. */
function parse(text: string): EpisodeOptions {
  const [id, outcome, ...actions] = text.trim().split(' ');
  const [reward, ending] = outcome!.split('/');
  const value = reward === 'null' ? null : Number(reward);
  return { id: id!, reward: value, does: actions.join(' '), ...(ending && { ending: ending as Ending }) };
}

/** Episodes with `|` between them; one called `expert` is the demonstration. */
export function group(text: string, environment = 'household'): TaskGroup {
  const all = text.split('|').filter(Boolean).map(parse);
  const inWorld = (options: EpisodeOptions, file: string) => stored({ ...options, task: { environment } }, file);
  const expert = all.find(({ id }) => id === 'expert');
  return {
    task: { ...task, environment },
    episodes: all.filter(({ id }) => id !== 'expert').map(options => inWorld(options, 'episodes.trajectories.jsonl')),
    ...(expert && { expert: inWorld({ ...expert, policy: 'expert' }, 'expert.trajectories.jsonl') }),
  };
}

function shown(proposal: PairProposal): string {
  if ('reason' in proposal) return `${proposal.episode ?? 'task'}: ${proposal.reason}`;
  const { chosen, rejected } = proposal.pair;
  const { from, to } = rejected;
  return `${chosen.id} > ${rejected.id}[${from === 0 ? to : `${from}..${to}`}]`;
}

/** What the rule says, the episodes, and what is proposed: `chosen > rejected[its steps]`, of a pair within an episode `[from..to]`, or `episode: reason`. */
export type Row = readonly [name: string, given: string, expected: string];

/** One test a row. */
export function testTable(settings: PairSettings, rows: readonly Row[], environment?: string): void {
  for (const [name, given, expected] of rows) {
    test(`${settings.preset ?? settings.strategy}: ${name}`, () => {
      const proposals = pairStrategy(settings).propose(group(given, environment));
      assert.equal(proposals.map(shown).join(' | '), expected);
    });
  }
}
