import { type Command, InvalidArgumentError } from 'commander';

/** What the help of a command says first and last. */
export interface CommandText {
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** A command line that works. */
  readonly example: string;
}

/** Adds a command to the program; its file goes on with arguments, options and what it does. */
export function addCommand(program: Command, { name, summary, example }: CommandText): Command {
  return program.command(name).description(summary).addHelpText('after', `\nExample:\n  $ ${example}`);
}

/** Reads an option's value as a whole number from `minimum` on. */
export function wholeNumber(minimum: number): (text: string) => number {
  return text => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < minimum)
      throw new InvalidArgumentError(`It is to be a whole number ≥ ${minimum}.`);
    return value;
  };
}
