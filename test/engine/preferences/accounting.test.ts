import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isStepPair, type PairLevel, pairLevels } from '../../../src/engine/preferences/level.ts';
import type { PairOptions } from '../../../src/engine/preferences/options.ts';
import { decodePair, encodePair } from '../../../src/engine/preferences/pairFile.ts';
import { pairStrategy, strategies } from '../../../src/engine/preferences/strategies.ts';
import type { TaskGroup } from '../../../src/engine/preferences/strategy.ts';
import { endings } from '../../../src/engine/trajectory/trajectory.ts';
import { stored, task } from '../episodes.ts';

const limit = fc.option(fc.integer({ min: 0, max: 3 }));
const share = fc.option(fc.constantFrom(0, 0.5, 1));
const options: fc.Arbitrary<PairOptions> = fc.record({
  level: fc.constantFrom(...pairLevels),
  margin: fc.constantFrom(0, 0, 0.25),
  extraRounds: limit,
  nullReward: fc.constantFrom('skip', 'loss'),
  incomplete: fc.constantFrom('skip', 'use'),
  quotaPerTask: limit,
  distinct: fc.boolean(),
  maxCharacters: fc.option(fc.constantFrom(0, 60, 200)),
  maxRepeated: share,
  maxLooping: share,
  maxInvalid: share,
  maxInvented: share,
  maxThoughtless: share,
});

const played = fc.record({
  does: fc.array(fc.constantFrom('a', 'b', '!c'), { maxLength: 5 }).map(actions => actions.join(' ')),
  reward: fc.constantFrom(null, 0, 0.5, 0.75, 1),
  ending: fc.constantFrom(...endings),
});

const group: fc.Arbitrary<TaskGroup> = fc
  .record({ episodes: fc.array(played, { maxLength: 6 }), expert: fc.option(played, { nil: undefined }) })
  .map(({ episodes, expert }) => ({
    task,
    episodes: episodes.map((each, rollout) => stored({ ...each, id: `${rollout}`, rollout })),
    ...(expert && { expert: stored({ ...expert, id: 'expert' }, 'expert.trajectories.jsonl') }),
  }));

for (const strategy of Object.keys(strategies)) {
  test(`${strategy} accounts for every episode once, and its pairs keep what a pair promises`, () => {
    fc.assert(
      fc.property(group, options, (given, chosenOptions) => {
        const proposals = pairStrategy({ strategy, ...chosenOptions }).propose(given);
        const pairs = proposals.flatMap(proposal => ('pair' in proposal ? proposal.pair : []));
        const reasons = proposals.flatMap(proposal => ('reason' in proposal ? proposal : []));
        if (given.episodes.length === 0) assert.deepEqual(reasons, [{ task, reason: 'no-episode' }]);
        for (const { trajectory } of given.episodes) {
          const asSide = pairs.filter(
            ({ chosen, rejected }) => chosen.id === trajectory.id || rejected.id === trajectory.id,
          );
          const asReason = reasons.filter(({ episode }) => episode === trajectory.id);
          assert.equal(asReason.length, asSide.length > 0 ? 0 : 1);
          const asLoser = pairs.filter(({ rejected }) => rejected.id === trajectory.id);
          assert.ok(asLoser.length <= (chosenOptions.level === 'mixture' ? 2 : 1));
        }
        const matches = new Set(pairs.map(({ chosen, rejected }) => `${chosen.id} ${rejected.id}`)).size;
        assert.ok(matches <= (chosenOptions.quotaPerTask ?? Infinity));
        assert.equal(new Set(pairs.map(({ id }) => id)).size, pairs.length);
        const find = (id: string) =>
          [...given.episodes, given.expert].find(each => each?.trajectory.id === id)!.trajectory;
        for (const pair of pairs) {
          const { chosen, rejected, margin, divergence } = pair;
          assert.equal(chosen.from, rejected.from);
          if (chosen.from > 0 || chosenOptions.level === 'step') assert.ok(isStepPair(pair));
          if (chosenOptions.level === 'trajectory') assert.equal(chosen.from, 0);
          assert.ok(margin > chosenOptions.margin);
          for (const side of [chosen, rejected]) assert.ok(side.to > 0 && side.to <= find(side.id).steps.length);
          const text = (side: typeof chosen, index: number) => find(side.id).steps.slice(0, side.to)[index]?.text;
          for (let index = 0; index < divergence; index++) assert.equal(text(chosen, index), text(rejected, index));
          assert.notEqual(text(chosen, divergence), text(rejected, divergence));
          assert.deepEqual(decodePair(JSON.parse(encodePair(pair)), { file: 'x', line: 1 }), { value: pair });
        }
      }),
    );
  });

  test(`${strategy} gives a mixture what it gives either level`, () => {
    fc.assert(
      fc.property(group, options, (given, chosenOptions) => {
        // A quota counts the matches of a mixture, which may be other ones than those of one level.
        const at = (level: PairLevel) => {
          const settings = { strategy, ...chosenOptions, quotaPerTask: null, level };
          const proposals = pairStrategy(settings).propose(given);
          return proposals.flatMap(proposal => ('pair' in proposal ? proposal.pair.id : []));
        };
        const either = new Set([...at('trajectory'), ...at('step')]);
        assert.deepEqual(new Set(at('mixture')), either);
      }),
    );
  });

  test(`${strategy} proposes the same for equal groups`, () => {
    fc.assert(
      fc.property(group, options, (given, chosenOptions) => {
        const settings = { strategy, ...chosenOptions };
        const again = structuredClone(given);
        assert.deepEqual(pairStrategy(settings).propose(again), pairStrategy(settings).propose(given));
      }),
    );
  });
}
