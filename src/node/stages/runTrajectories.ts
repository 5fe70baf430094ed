import { posix } from 'node:path';
import { HumanError, type Problem } from '../../engine/problem.ts';
import type { Trajectory } from '../../engine/trajectory/trajectory.ts';
import { type OpenTrajectoryFile, openTrajectoryFile } from '../trajectoryFile.ts';
import { trajectoriesIn } from '../trajectoryReader.ts';
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

/**
 * All trajectories of a file. Lines that are none are told to `tell` and left out; without `tell` they are thrown as a
 * `HumanError`, for results that nobody may take for whole.
 */
export async function allTrajectories(
  path: string,
  tell?: (problems: readonly Problem[]) => void,
): Promise<readonly Trajectory[]> {
  const trajectories: Trajectory[] = [];
  const problems: Problem[] = [];
  for await (const entry of trajectoriesIn(path)) {
    if ('value' in entry) trajectories.push(entry.value);
    else problems.push(entry.problem);
  }
  if (problems.length > 0 && !tell) throw new HumanError(`${path} has lines that are no trajectories.`, problems);
  if (problems.length > 0) tell?.(problems);
  return trajectories;
}
