import type * as vscode from 'vscode';
import type { Run } from '../jobs/runs.ts';

/** What a badge has to know of a run. */
export type BadgedRun = Pick<Run, 'name'> & { readonly key: string; readonly status: Run['state']['status'] };

/** Counts jobs that run, and those that failed or vanished since somebody last looked. */
export class JobsBadge {
  readonly #statuses = new Map<string, BadgedRun['status']>();
  readonly #unseen = new Map<string, string>();

  /** Takes note of how all jobs stand now; `isSeen`: somebody is looking. */
  update(runs: readonly BadgedRun[], isSeen: boolean): vscode.ViewBadge | undefined {
    for (const { key, name, status } of runs) {
      const before = this.#statuses.get(key);
      this.#statuses.set(key, status);
      const isLost = status === 'failed' || status === 'gone';
      if (isLost && before === 'running') this.#unseen.set(key, name);
      if (!isLost) this.#unseen.delete(key);
    }
    if (isSeen) this.#unseen.clear();
    const running = runs.filter(({ status }) => status === 'running').length;
    const lost = [...this.#unseen.values()];
    const value = running + lost.length;
    if (value === 0) return undefined;
    const told = [
      ...(running > 0 ? [`${running} ${running === 1 ? 'job runs' : 'jobs run'}`] : []),
      ...(lost.length > 0 ? [`failed since you last looked: ${lost.join(', ')}`] : []),
    ];
    return { value, tooltip: told.join('; ') };
  }
}
