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

/** All trajectories of a file. Throws a `HumanError` with every line that is none: what is learned from is whole or not used. */
export async function allTrajectories(path: string): Promise<readonly Trajectory[]> {
  const trajectories: Trajectory[] = [];
  const problems: Problem[] = [];
  for await (const entry of trajectoriesIn(path)) {
    if ('value' in entry) trajectories.push(entry.value);
    else problems.push(entry.problem);
  }
  if (problems.length > 0) throw new HumanError(`${path} has lines that are no trajectories.`, problems);
  return trajectories;
}
