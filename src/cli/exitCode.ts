import { CommanderError } from 'commander';
import { ConfigurationError, HumanError, problemText } from '../engine/problem.ts';
import { OtherConfiguration } from '../node/job.ts';
import { Stopped } from '../node/stopRequest.ts';

/** What the exit codes of every command mean. */
export const exitCodes = { done: 0, failed: 1, usage: 2, problems: 3, stopped: 130 } as const;

/** A mistake in what the command was told, on the command line or in its configuration. */
export class UsageError extends HumanError {}

/** What `open` gives; where it refuses a setting, that is a mistake of the configuration. */
export function asConfigured<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof HumanError ? new UsageError(error.message, error.problems, { cause: error }) : error;
  }
}

/** The exit code for what a command threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof ConfigurationError || error instanceof UsageError || error instanceof OtherConfiguration)
    return exitCodes.usage;
  if (error instanceof Stopped) return exitCodes.stopped;
  if (error instanceof HumanError && error.problems.length > 0) return exitCodes.problems;
  return exitCodes.failed;
}

/** What to tell a person about an error: its words where they were written for people, else all there is to report a bug. */
export function errorText(error: unknown): string {
  if (error instanceof HumanError) return [`error: ${error.message}`, ...error.problems.map(problemText)].join('\n');
  if (error instanceof Stopped) return `Stopped (${error.message}). The same command goes on where this one left off.`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${stack}\nThis is a bug in Contrail. Please report it, with the lines above.`;
}
