import { posix } from 'node:path';
import type { Problem } from '../../engine/problem.ts';
import { readTrajectories } from '../../engine/trajectory/reader.ts';
import type { Trajectory } from '../../engine/trajectory/trajectory.ts';
import { type OpenTrajectoryFile, openTrajectoryFile } from '../trajectoryFile.ts';
import type { RunFolder } from './runFolder.ts';

/** Opens trajectory files of a run under the names by which `from`, another file of the run, refers to them. */
export async function withTrajectoryFiles<T>(
  run: RunFolder,
  { from, files }: { readonly from: string; readonly files: readonly string[] },
  work: (opened: readonly OpenTrajectoryFile[]) => Promise<T>,
): Promise<T> {
  const opened: OpenTrajectoryFile[] = [];
  try {
    for (const file of files) {
      const name = posix.relative(posix.dirname(from), file);
      opened.push(await openTrajectoryFile(run.pathOf(file), name));
    }
    return await work(opened);
  } finally {
    await Promise.all(opened.map(file => file.close()));
  }
}

/** All trajectories of a file, and the problems that stand in the place of lines that are none. */
export async function readTrajectoryFile(
  path: string,
): Promise<{ readonly trajectories: readonly Trajectory[]; readonly problems: readonly Problem[] }> {
  const trajectories: Trajectory[] = [];
  const problems: Problem[] = [];
  const file = await openTrajectoryFile(path, path);
  try {
    for await (const entry of readTrajectories({ source: file.bytes(), file: path })) {
      if ('value' in entry) trajectories.push(entry.value);
      else problems.push(entry.problem);
    }
  } finally {
    await file.close();
  }
  return { trajectories, problems };
}
