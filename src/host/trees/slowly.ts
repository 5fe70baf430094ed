import type * as vscode from 'vscode';

/** Work that is asked for often and done seldom. */
export interface Slowly extends vscode.Disposable {
  /** Does the work: now if it has not been done for a while, else once that while is over. */
  soon(): void;
}

/** `work`, at most once in so many milliseconds; what was asked for meanwhile is done once at their end. */
export function slowly(milliseconds: number, work: () => void): Slowly {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const run = () => {
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (!isAsked) return;
      isAsked = false;
      run();
    }, milliseconds);
  };
  return {
    soon() {
      if (timer === undefined) run();
      else isAsked = true;
    },
    dispose: () => clearTimeout(timer),
  };
}
