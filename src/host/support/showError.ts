import * as vscode from 'vscode';
import { HumanError, problemText } from '../../engine/problem.ts';
import type { Log } from './log.ts';
import { messageText } from './messageText.ts';

/**
 * Tells the person what went wrong: a `HumanError` in its own words, anything else as the bug that it is, with its
 * stack in the log. Does not wait for the answer.
 */
export function showError(error: unknown, log: Log): void {
  if (error instanceof HumanError) {
    const more = error.problems.length > 0 ? ` ${problemText(error.problems[0]!)}` : '';
    log.warn(error.message, ...error.problems.map(problemText));
    void vscode.window.showErrorMessage(messageText(`${error.message}${more}`));
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  void vscode.window
    .showErrorMessage(messageText(`Contrail failed unexpectedly: ${message}`), 'Show Log')
    .then(choice => {
      if (choice) log.show();
    });
}
