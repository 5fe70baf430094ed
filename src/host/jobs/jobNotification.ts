import * as vscode from 'vscode';
import { doneFraction, placedProgressText } from '../../node/jobText.ts';
import { requestStop } from '../../node/stopRequest.ts';
import type { Services } from '../services.ts';
import { messageText } from '../support/messageText.ts';
import { showError } from '../support/showError.ts';
import type { Run } from './runs.ts';

/**
 * Shows the progress of a running job in a notification until it ends. Its Cancel stops the job gracefully; closing it
 * leaves the job at work, and the status bar goes on telling of it.
 */
export function showProgress({ runs, log }: Services, run: Run): void {
  const options = { location: vscode.ProgressLocation.Notification, title: messageText(run.name), cancellable: true };
  void vscode.window.withProgress(options, (progress, cancel) => {
    let shown = 0;
    let isStopping = false;
    const report = (now: Run) => {
      const part = doneFraction(now);
      const increment = part === undefined ? 0 : Math.max(0, part * 100 - shown);
      shown += increment;
      const message = isStopping
        ? 'stopping; what is done is kept'
        : now.progress
          ? placedProgressText(now.progress, Date.now())
          : 'starting';
      progress.report({ message, increment });
    };
    cancel.onCancellationRequested(() => {
      isStopping = true;
      try {
        requestStop(run.folder.fsPath);
      } catch (error) {
        showError(error, log);
      }
    });
    return new Promise<void>(resolve => {
      const look = (now: Run | undefined) => {
        if (now?.state.status === 'running') return report(now);
        subscription.dispose();
        resolve();
      };
      const subscription = runs.onDidChange(async changed => {
        if (changed && changed.folder.fsPath !== run.folder.fsPath) return;
        look(changed ?? (await runs.find(run.folder)));
      });
      look(run);
    });
  });
}
