import { readFile } from 'node:fs/promises';
import type { Read } from '../engine/problem.ts';
import { decodeTrajectory } from '../engine/trajectory/decode.ts';
import { readTrajectories } from '../engine/trajectory/reader.ts';
import type { Trajectory } from '../engine/trajectory/trajectory.ts';
import { fileError } from './fileError.ts';
import { openTrajectoryFile } from './trajectoryFile.ts';

/**
 * The trajectories of a file, a problem in the place of each line that is none. A `.json` file may hold one document
 * over many lines, as other tools write it. Throws `HumanError` when the file cannot be read.
 */
export async function* trajectoriesIn(
  path: string,
): AsyncGenerator<Read<Trajectory> & { readonly line: number }, void> {
  const document = path.endsWith('.json') ? await documentIn(path) : undefined;
  if (document !== undefined) {
    yield { line: 1, ...decodeTrajectory(document, { file: path, line: 1 }) };
    return;
  }
  const file = await openTrajectoryFile(path, path);
  try {
    yield* readTrajectories({ source: file.bytes(), file: path });
  } finally {
    await file.close();
  }
}

/** The JSON value that a file as a whole is; undefined when it is none. */
async function documentIn(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, 'read', path);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}
