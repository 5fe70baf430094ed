import type { Read } from '../problem.ts';
import { count, FieldError, type Fields, list, object, oneOf, string } from '../trajectory/fields.ts';
import { arms, type Place, type Stage, stages } from './place.ts';
import type { Artifact } from './stages.ts';

/** A finished stage: what it made from what. */
export interface LineageStep {
  /** Relative to the run folder. */
  readonly folder: string;
  readonly stage: Stage;
  readonly place: Place;
  readonly from: readonly Artifact[];
  readonly made: readonly Artifact[];
  /** How it went, in one line, where that is known. */
  readonly summary?: string;
}

/** Reads `lineage.json`. Whatever it says, no step names a file outside the run. */
export function readLineageFile(text: string, file: string): Read<readonly LineageStep[]> {
  return read(text, file, value =>
    list(object(value, 'the file')['nodes'], 'nodes').map((node, index) => {
      const fields = object(node, `nodes[${index}]`);
      return step(fields, inside(fields['folder'], `nodes[${index}].folder`), `nodes[${index}].`);
    }),
  );
}

/** Reads the `stage.json` of a stage's folder, which is there before the run's `lineage.json` is. */
export function readStageFile(text: string, file: string, folder: string): Read<LineageStep> {
  return read(text, file, value => step(object(value, 'the file'), folder, ''));
}

function read<T>(text: string, file: string, decode: (value: unknown) => T): Read<T> {
  try {
    return { value: decode(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof FieldError) return { problem: { file, line: 0, field: error.field, message: error.message } };
    if (error instanceof SyntaxError)
      return { problem: { file, line: 0, message: `It is no JSON: ${error.message}.` } };
    throw error;
  }
}

function step(fields: Fields, folder: string, at: string): LineageStep {
  const place = object(fields['place'], `${at}place`);
  const artifacts = (name: 'from' | 'made') =>
    list(fields[name], at + name).map((item, index): Artifact => {
      const artifact = object(item, `${at}${name}[${index}]`);
      const where = `${at}${name}[${index}].file`;
      return {
        file: name === 'made' ? inside(artifact['file'], where) : string(artifact['file'], where),
        hash: string(artifact['hash'], `${at}${name}[${index}].hash`),
      };
    });
  return {
    folder,
    stage: oneOf(stages)(fields['stage'], `${at}stage`),
    place: {
      seed: count(place['seed'], `${at}place.seed`),
      arm: oneOf(arms)(place['arm'], `${at}place.arm`),
      iteration: count(place['iteration'], `${at}place.iteration`),
    },
    from: artifacts('from'),
    made: artifacts('made'),
    ...(typeof fields['summary'] === 'string' && { summary: fields['summary'] }),
  };
}

/** A path below the run folder: opening what a file names must not lead out of it. */
function inside(value: unknown, field: string): string {
  const path = string(value, field);
  const leaves = path.split('/').includes('..') || /^[/\\]|^[A-Za-z]:|\\/.test(path) || path === '';
  if (leaves) throw new FieldError(field, `Expected a path inside the run folder, but it is ${JSON.stringify(path)}.`);
  return path;
}
