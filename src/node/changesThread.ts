import type { Arm } from '../engine/iteration/place.ts';
import { startThread } from './thread.ts';

/** What changed in which iteration of a run on this machine; absent: the latest of ETO at the lowest seed. */
export interface ChangesRequest {
  readonly run: string;
  readonly seed?: number;
  readonly arm?: Arm;
  readonly iteration?: number;
}

/** A report for people. */
export interface WrittenChanges {
  readonly title: string;
  readonly text: string;
  /** The file that tells of single episodes, where one was written. */
  readonly file?: string;
}

/** What the thread answers. */
export interface ChangesService {
  report(request: ChangesRequest, signal: AbortSignal): Promise<WrittenChanges>;
  /** How many episodes are measured, and of how many; both 0 before the first. */
  progress(none: undefined): Promise<{ readonly done: number; readonly total: number }>;
}

/** Milliseconds between two looks at the progress. */
const pace = 250;

/** How the work is followed and ended. */
export interface ChangesFollowing {
  readonly signal: AbortSignal;
  /** Told the share that is done, from 0 to 1. */
  onProgress(share: number): void;
}

/**
 * Reads what changed in a thread that ends with it, and leaves `changes.jsonl` beside the iteration. Rejects with a
 * `HumanError` where nothing can be compared, and with the signal's reason.
 */
export async function reportChanges(
  request: ChangesRequest,
  { signal, onProgress }: ChangesFollowing,
): Promise<WrittenChanges> {
  const thread = startThread<ChangesService>('changes', undefined);
  const look = async () => {
    const { done, total } = await thread.api.progress(undefined);
    if (total > 0) onProgress(done / total);
  };
  // A look that comes after the end finds nobody: what matters is told by the report.
  const timer = setInterval(() => void look().catch(() => {}), pace);
  try {
    return await thread.during(() => thread.api.report(request, signal));
  } finally {
    clearInterval(timer);
    await thread.close();
  }
}
