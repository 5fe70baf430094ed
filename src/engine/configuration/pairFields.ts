import Type from 'typebox';
import { pairLevels } from '../preferences/level.ts';
import { presets } from '../preferences/presets.ts';
import { strategies } from '../preferences/strategies.ts';
import { limit, optionalSection } from './fields.ts';

const share = Type.Number({ minimum: 0, maximum: 1 });
const size = Type.Integer({ minimum: 1 });

/** `pairs`: the pair options of a preset, and what is to be different from it. */
export const pairs = optionalSection(
  {
    preset: Type.Optional(
      Type.Enum(Object.keys(presets), { description: 'The rules by name; a field beside it overrides that one rule.' }),
    ),
    strategy: Type.Optional(
      Type.Enum(Object.keys(strategies), {
        description: 'What is paired with what. Without preset and strategy, the preset is own-success.',
      }),
    ),
    level: Type.Optional(
      Type.Enum([...pairLevels], {
        description:
          'What a pair compares: the whole trajectories, the one step at which they part under what they share before it, or a mixture of both kinds.',
      }),
    ),
    margin: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'Rewards must differ by more than this.' }),
    ),
    extraRounds: limit(
      Type.Integer({ minimum: 0 }),
      'A rejected episode is cut at this many steps beyond the chosen one; null cuts nothing.',
    ),
    nullReward: Type.Optional(
      Type.Enum(['skip', 'loss'], { description: 'An episode without a reward is left out, or counts as reward 0.' }),
    ),
    incomplete: Type.Optional(
      Type.Enum(['skip', 'use'], {
        description: 'An episode that broke off is left out, or stands for what it reached.',
      }),
    ),
    quotaPerTask: limit(size, 'Pairs that one task may give; null sets no limit.'),
    distinct: Type.Optional(
      Type.Boolean({ description: 'Whether a failure that says the same as another of its task is left out.' }),
    ),
    maxCharacters: limit(size, 'Longest side in characters, observations included; null sets no limit.'),
    maxRepeated: limit(share, 'Largest share of useless repetitions in a rejected episode; null filters nothing.'),
    maxLooping: limit(
      share,
      'Largest share of steps in a rejected episode that go round in circles; null filters nothing.',
    ),
    maxInvalid: limit(share, 'Largest share of invalid actions in a rejected episode; null filters nothing.'),
    maxInvented: limit(
      share,
      'Largest share of steps in a rejected episode whose observation the policy made up; null filters nothing.',
    ),
    maxThoughtless: limit(
      share,
      'Largest share of steps without a thought in a rejected episode; null filters nothing.',
    ),
  },
  'Which two trajectories become a preference pair.',
);
