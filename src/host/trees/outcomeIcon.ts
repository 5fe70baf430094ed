import * as vscode from 'vscode';
import type { JobState } from '../../node/jobState.ts';

/** How an episode ended, by shape first and by colour second. */
export function outcomeIcon({
  success,
  reward,
}: {
  readonly success: boolean;
  readonly reward: number | null;
}): vscode.ThemeIcon {
  if (success) return icon('pass', 'testing.iconPassed');
  if (reward === null) return icon('question', 'testing.iconSkipped');
  return reward > 0 ? icon('circle-large-outline', 'testing.iconQueued') : icon('error', 'testing.iconFailed');
}

/** An episode or a stage that is at work. */
export const runningIcon: vscode.ThemeIcon = new vscode.ThemeIcon('sync~spin');

/** What has begun and waits for its job to go on. */
export const waitingIcon: vscode.ThemeIcon = icon('debug-pause', 'testing.iconSkipped');

const statusIcons: Readonly<Record<JobState['status'], vscode.ThemeIcon>> = {
  running: runningIcon,
  finished: icon('pass', 'testing.iconPassed'),
  stopped: waitingIcon,
  failed: icon('error', 'testing.iconFailed'),
  gone: icon('warning', 'list.warningForeground'),
};

/** How a job stands. */
export function statusIcon(status: JobState['status']): vscode.ThemeIcon {
  return statusIcons[status];
}

function icon(name: string, color: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
