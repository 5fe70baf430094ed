import type { RunHead } from '../../src/protocol/dashboard.ts';
import type { IconName } from '../ui/icon.ts';

/** The picture of a status. Shapes differ, so that no meaning hangs on colour. */
export const statusIcons: Readonly<Record<RunHead['status'], IconName>> = {
  running: 'running',
  finished: 'success',
  failed: 'failure',
  stopped: 'unfinished',
  gone: 'warning',
  unknown: 'help',
};

/** A span of wall time: `48 s`, `12 min`, `3.4 h`. */
export function secondsText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(0)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
