import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headline } from '../engine/iteration/headline.ts';
import type { Report } from '../engine/iteration/report.ts';
import type { JobView } from './jobFollower.ts';
import { agoText, isLoopCommand, lastPlaceText } from './jobText.ts';

/** How the end of a job is told to a person. */
export interface JobEnding {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  /** Whether there is something to go on with. */
  readonly canResume: boolean;
}

/** The words for the end of a job that does not run any more. `outcome` is what it has come to. */
export function jobEnding(
  name: string,
  { state, progress }: JobView,
  outcome: string | undefined,
  now: number,
): JobEnding {
  const { exit } = state;
  const isPast = exit && now - Date.parse(exit.time) >= 60_000;
  const when = isPast ? ` ${agoText(Date.parse(exit.time), now)}` : '';
  const at = progress ? ` at ${lastPlaceText(progress)}` : '';
  switch (state.status) {
    case 'failed':
      return {
        severity: 'error',
        message: `${name} failed${when}: ${exit?.message ?? 'its log tells why.'}`,
        canResume: true,
      };
    case 'stopped':
      return {
        severity: 'information',
        message: `${name} stopped${when}${at}; it goes on from there.`,
        canResume: true,
      };
    case 'finished':
      return {
        severity: 'information',
        message: `${name} finished${when}${outcome ? `: ${outcome}` : ''}.`,
        canResume: false,
      };
    default:
      return {
        severity: 'warning',
        message: `The process of ${name} is gone${at && `, last seen${at}`}: it was killed, or its machine went down. What it did is kept.`,
        canResume: true,
      };
  }
}

/** What a job has come to: the success of the loop's last policy, or the summary of the stage it was for. */
export async function jobOutcome(folder: string, { state, progress }: JobView): Promise<string | undefined> {
  if (!isLoopCommand(state.job.command)) return progress?.summary;
  try {
    return headline(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report);
  } catch {
    // A run without a report, or with one of another version: there is less to tell.
    return undefined;
  }
}
