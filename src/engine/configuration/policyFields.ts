import Type from 'typebox';
import { count, list, section } from './fields.ts';

const fresh = section(
  {
    width: count(64, 8, 'Numbers a token; a multiple of 8 times the number of heads.'),
    layers: count(2, 1, 'Layers.'),
    slopes: Type.Array(Type.Number({ minimum: 0 }), {
      minItems: 1,
      default: [0.5, 0.125, 0.03, 0],
      description: 'One a head: how fast its attention fades with the distance; 0 never.',
    }),
    episodes: count(0, 0, 'Episodes of agents with bad habits that it reads before it is taught anything.'),
  },
  "A model made from nothing, with the world's vocabulary, in the place of a checkpoint.",
);

/** `policy`: who plays. */
export const policy = Type.Union(
  [
    section(
      {
        kind: Type.Literal('builtin'),
        checkpoint: Type.Optional(
          Type.String({ minLength: 1, description: 'Checkpoint to start from; the shipped base model when absent.' }),
        ),
        fresh: Type.Optional(fresh),
      },
      'The built-in language model: small, trained and run on this machine.',
    ),
    section(
      {
        kind: Type.Literal('openai'),
        baseURL: Type.String({
          pattern: '^https?://',
          description: 'Address of the server up to and with its version, e.g. http://127.0.0.1:8000/v1.',
        }),
        model: Type.String({ minLength: 1, description: 'Name of the model, as the server knows it.' }),
        keyVariable: Type.Optional(
          Type.String({
            pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
            description: 'Environment variable that holds the key; no key is sent when absent. Never the key itself.',
          }),
        ),
        timeout: Type.Number({ exclusiveMinimum: 0, default: 120, description: 'Seconds to wait for one turn.' }),
        deadline: Type.Optional(
          Type.Number({ exclusiveMinimum: 0, description: 'Seconds that the model may take for one whole episode.' }),
        ),
        retries: count(6, 0, 'How often a turn is asked for again after an error that may pass.'),
        maxTokens: count(512, 1, 'Tokens that one turn may have.'),
        contextLength: Type.Optional(
          Type.Integer({
            minimum: 1,
            description: 'Tokens that prompt and turn may have together; asked of the server.',
          }),
        ),
        stop: list(Type.String({ minLength: 1 }), ['\nObservation:'], 'Texts at which the server ends a turn.'),
        oneShot: Type.Boolean({ default: false, description: 'Whether the prompt shows one solved example.' }),
        logProbabilities: Type.Boolean({
          default: false,
          description: 'Whether the server is asked for the log-probabilities of its tokens.',
        }),
        extra: Type.Optional(
          Type.Object(
            {},
            { description: 'More fields of each request, as the server wants them, e.g. { "top_k": 20 }.' },
          ),
        ),
      },
      'Any server that speaks the OpenAI chat protocol.',
    ),
    section(
      {
        kind: Type.Literal('expert'),
        oracle: Type.Boolean({ default: false, description: 'Whether it may look at what it has not observed.' }),
      },
      "The world's own expert.",
    ),
    section({ kind: Type.Literal('random') }, 'Takes any admissible action.'),
    section(
      {
        kind: Type.Literal('replay'),
        file: Type.String({ minLength: 1, description: 'Trajectory file whose actions are taken again.' }),
      },
      'Repeats a recording.',
    ),
  ],
  { default: { kind: 'builtin' }, description: 'Who plays.' },
);
