import { setMaxListeners } from 'node:events';
import { Command, CommanderError } from 'commander';
import { errorText, exitCodeOf } from './exitCode.ts';
import { drained, endQuietlyWithReader, tell } from './output.ts';

/** Adds a command, or several, to the program. */
export type Register = (program: Command) => void;

/**
 * Runs the command that the arguments of this process name, and ends the process with its exit code: the one that the
 * command has set, or that of the error it threw.
 */
export async function runProgram(version: string, commands: readonly Register[]): Promise<never> {
  endQuietlyWithReader();
  // Every episode in progress listens to the job's signal: dozens of listeners are no leak.
  setMaxListeners(0);
  // A file-size limit then fails the write, which is told, instead of killing the process (write-file-atomic undoes Node's own ignoring).
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
  const program = new Command('contrail')
    .description('Exploration-based trajectory optimization: explore, pair, train, evaluate, and read every episode.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(add --help to see what the command takes)');
  for (const register of commands) register(program);
  try {
    await program.parseAsync();
  } catch (error) {
    // Commander has told its own errors already.
    if (!(error instanceof CommanderError)) tell(errorText(error));
    process.exitCode = exitCodeOf(error);
  }
  await drained();
  process.exit();
}
