/**
 * Runs one task at a time. Of those that are asked for meanwhile only the last one is run, after it: so that neither
 * typing nor scrolling piles up work. What a task throws goes to `onError`.
 */
export function latest(onError: (error: unknown) => void): (task: () => Promise<void>) => void {
  let isRunning = false;
  let next: (() => Promise<void>) | undefined;
  const run = async (first: () => Promise<void>) => {
    isRunning = true;
    for (let task: typeof next = first; task; task = next) {
      next = undefined;
      await task().catch(onError);
    }
    isRunning = false;
  };
  return task => {
    if (isRunning) next = task;
    else void run(task);
  };
}
