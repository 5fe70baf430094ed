import type { Trajectory } from '../trajectory/trajectory.ts';
import type { Stored } from './strategy.ts';
import { type LineSpan, readSpan, type TrajectoryFile } from './trajectoryFile.ts';

/** Trajectories of one task that follow one another in a file. */
interface Run {
  readonly file: TrajectoryFile;
  readonly line: number;
  readonly offset: number;
  length: number;
  count: number;
}

/**
 * Where the trajectories of each task lie, a few hundred bytes a task: what stays in memory while files of any size and
 * in any order are regrouped by task. Tasks keep the order of their first appearance, trajectories that of their files.
 */
export class TaskIndex {
  private readonly runs = new Map<string, Run[]>();
  private last: { readonly key: string; readonly run: Run } | undefined;

  add(file: TrajectoryFile, trajectory: Trajectory, { line, offset, length }: LineSpan): void {
    const key = taskKey(trajectory);
    const last = this.last?.key === key ? this.last.run : undefined;
    if (last?.file === file && last.offset < offset) {
      last.length = offset + length - last.offset;
      last.count++;
      return;
    }
    const run = { file, line, offset, length, count: 1 };
    const known = this.runs.get(key);
    if (known) known.push(run);
    else this.runs.set(key, [run]);
    this.last = { key, run };
  }

  keys(): Iterable<string> {
    return this.runs.keys();
  }

  /** Reads a task's trajectories once more; `missing` counts those that are no longer where they were. */
  async load(key: string): Promise<{ stored: Stored[]; missing: number }> {
    const stored: Stored[] = [];
    let expected = 0;
    for (const { file, count, ...span } of this.runs.get(key) ?? []) {
      expected += count;
      for await (const entry of readSpan(file, span)) {
        if ('value' in entry && taskKey(entry.value) === key) stored.push({ file: file.file, trajectory: entry.value });
      }
    }
    return { stored, missing: expected - stored.length };
  }
}

function taskKey({ task }: Trajectory): string {
  return `${task.environment}\u0000${task.id}`;
}
