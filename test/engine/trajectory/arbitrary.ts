import fc from 'fast-check';
import { parseReact, reactText } from '../../../src/engine/policies/react.ts';
import { endings, type Step, splits, type Trajectory } from '../../../src/engine/trajectory/trajectory.ts';

/** Plain objects, as JSON gives them. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;
}

/** Any well-formed text, line ends and separators that other tools stumble over included. */
export const anyText = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n', '\u2028', '\u0085', '"', '\\', '\0', '𝒳')),
  )
  .map(parts => parts.join(''));

const reward = fc.double({ min: 0, max: 1, noNaN: true }).map(value => value + 0);
const count = fc.nat();

/** Leaves out the keys whose value is undefined, as the contracts demand. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}

const usage = fc
  .record({ promptTokens: count, completionTokens: count, cachedTokens: fc.option(count, { nil: undefined }) })
  .map(defined);

const turn = fc.oneof(
  fc.tuple(anyText, anyText).map(([thought, action]) => {
    const text = reactText(thought, action);
    return { ...parseReact(text), text };
  }),
  record({
    thought: anyText,
    action: anyText,
    text: anyText,
    flags: fc.subarray(['no-action', 'invented-observation', 'cut-off'] as const),
  }),
);

export const anyStep: fc.Arbitrary<Step> = fc
  .tuple(
    turn,
    record({
      reasoning: fc.option(anyText, { nil: undefined }),
      usage: fc.option(usage, { nil: undefined }),
      logProbability: fc.option(
        fc.double({ max: 0, noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
        {
          nil: undefined,
        },
      ),
      observation: anyText,
      reward: fc.option(reward),
      valid: fc.boolean(),
    }),
  )
  .map(([head, rest]) => defined({ ...head, ...rest }) as Step);

export const anyTrajectory: fc.Arbitrary<Trajectory> = record({
  id: anyText,
  task: record({ environment: anyText, split: fc.constantFrom(...splits), id: anyText, instruction: anyText }),
  opening: anyText,
  steps: fc.array(anyStep, { maxLength: 4 }),
  outcome: fc
    .record({
      reward: fc.option(reward),
      success: fc.boolean(),
      ending: fc.constantFrom(...endings),
      message: fc.option(anyText, { nil: undefined }),
    })
    .map(outcome => defined(outcome) as Trajectory['outcome']),
  source: fc
    .record({
      policy: anyText,
      seed: fc.integer(),
      rollout: count,
      temperature: reward,
      iteration: fc.option(count, { nil: undefined }),
      parent: fc.option(record({ id: anyText, steps: count }), { nil: undefined }),
    })
    .map(source => defined(source) as Trajectory['source']),
});
