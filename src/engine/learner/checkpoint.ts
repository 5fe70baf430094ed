import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import Type, { type Static } from 'typebox';
import { Errors } from 'typebox/value';
import { HumanError } from '../problem.ts';
import { type ModelShape, parameterLayout, shapeProblem } from './model.ts';
import { Tokenizer } from './tokenizer.ts';

const provenanceSchema = Type.Object({
  stage: Type.String(),
  parent: Type.Union([Type.String(), Type.Null()]),
  seed: Type.Integer(),
  settings: Type.Record(Type.String(), Type.Unknown()),
});

const headerSchema = Type.Object({
  format: Type.Literal('contrail-checkpoint-1'),
  shape: Type.Object({
    vocabulary: Type.Integer(),
    width: Type.Integer(),
    layers: Type.Integer({ maximum: 1000 }),
    hidden: Type.Integer(),
    slopes: Type.Array(Type.Number()),
  }),
  words: Type.Array(Type.String()),
  silent: Type.Optional(Type.Array(Type.String())),
  provenance: provenanceSchema,
  parameters: Type.Object({ count: Type.Integer(), sha256: Type.String() }),
});

/** How a checkpoint came to be: `stage` names the training, `parent` is the identity of what it started from, `settings` are JSON. */
export type Provenance = Readonly<Static<typeof provenanceSchema>>;

/** A model that can be played, trained on and handed around. */
export interface Checkpoint {
  readonly shape: ModelShape;
  /** The tokenizer's words: row `specials.length + i` of the embedding belongs to word i. */
  readonly words: readonly string[];
  /** Phrases that the tokenizer reads as nothing. */
  readonly silent?: readonly string[];
  readonly provenance: Provenance;
  readonly parameters: Float32Array;
}

/**
 * The bytes of a checkpoint: one line of JSON, padded with spaces to a multiple of 16 bytes, then the parameters as
 * little-endian float32 in the order of `parameterLayout`. Equal checkpoints give equal bytes.
 */
export function encodeCheckpoint({ shape, words, silent, provenance, parameters }: Checkpoint): Uint8Array {
  const body = new Uint8Array(4 * parameters.length);
  const view = new DataView(body.buffer);
  for (const [index, value] of parameters.entries()) view.setFloat32(4 * index, value, true);
  const { vocabulary, width, layers, hidden, slopes } = shape;
  const { stage, parent, seed, settings } = provenance;
  const header: Static<typeof headerSchema> = {
    format: 'contrail-checkpoint-1',
    shape: { vocabulary, width, layers, hidden, slopes: [...slopes] },
    words: [...words],
    ...(silent && { silent: [...silent] }),
    provenance: { stage, parent, seed, settings },
    parameters: { count: parameters.length, sha256: bytesToHex(sha256(body)) },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil((text.length + 1) / 16) * 16;
  const bytes = new Uint8Array(length + body.length).fill(0x20, 0, length);
  bytes.set(text);
  bytes[length - 1] = 0x0a;
  bytes.set(body, length);
  return bytes;
}

/** The name of exactly this checkpoint: the SHA-256 of its bytes, in hexadecimal. */
export function checkpointIdentity(checkpoint: Checkpoint): string {
  return bytesToHex(sha256(encodeCheckpoint(checkpoint)));
}

/** Reads a checkpoint. Throws a `HumanError` that names `file` and the field when the bytes are not a whole, sound one. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const end = bytes.indexOf(0x0a);
  const header = parseHeader(bytes.subarray(0, Math.max(0, end)), file);
  const { shape, words, silent, provenance, parameters } = header;
  const problem = shapeProblem(shape);
  if (problem !== undefined) throw fault(file, 'shape', `${problem}.`);
  const size = tokenizerSize(header, file);
  if (size > shape.vocabulary)
    throw fault(file, 'words', `${size} tokens do not fit a vocabulary of ${shape.vocabulary}.`);
  const { length } = parameterLayout(shape);
  if (parameters.count !== length)
    throw fault(file, 'parameters.count', `the shape has ${length} parameters, not ${parameters.count}.`);
  const body = bytes.subarray(end + 1);
  if (body.length !== 4 * length)
    throw fault(
      file,
      'parameters',
      `${4 * length} bytes belong after the header, ${body.length} are there. Copy the file again.`,
    );
  if (bytesToHex(sha256(body)) !== parameters.sha256)
    throw fault(file, 'parameters.sha256', 'the parameters are damaged. Copy the file again.');
  const view = new DataView(body.buffer, body.byteOffset);
  const values = Float32Array.from({ length }, (_, index) => view.getFloat32(4 * index, true));
  if (!values.every(Number.isFinite))
    throw fault(
      file,
      'parameters',
      'some are not finite: its training diverged. Train again with a lower learning rate.',
    );
  return { shape, words, ...(silent && { silent }), provenance, parameters: values };
}

function parseHeader(bytes: Uint8Array, file: string): Static<typeof headerSchema> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HumanError(
      `${file} is not a checkpoint of Contrail. Name a .policy file that \`contrail train\` wrote.`,
      [],
      {
        cause,
      },
    );
  }
  const error = Errors(headerSchema, header)[0];
  if (!error) return header as Static<typeof headerSchema>;
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  const advice = field === 'format' ? '. Another version of Contrail wrote it; use that one' : '';
  throw fault(file, field, `${error.message}${advice}.`);
}

/** The tokenizer that a checkpoint's model reads and writes with. */
export function tokenizerOf({ words, silent }: Pick<Checkpoint, 'words' | 'silent'>): Tokenizer {
  return new Tokenizer(words, silent);
}

function tokenizerSize(header: Pick<Checkpoint, 'words' | 'silent'>, file: string): number {
  try {
    return tokenizerOf(header).size;
  } catch (error) {
    throw error instanceof HumanError ? fault(file, 'words', error.message) : error;
  }
}

function fault(file: string, field: string, message: string): HumanError {
  const problem = { file, line: 1, ...(field && { field }), message };
  return new HumanError(`The checkpoint ${file} cannot be used: ${field && `${field}: `}${message}`, [problem]);
}
