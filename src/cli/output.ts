import { type Json, jsonLine } from '../engine/trajectory/atif.ts';

/** Prints text to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as one line of JSON: what standard output holds under `--json`, and all that it holds. */
export function printJson(value: object): void {
  process.stdout.write(`${jsonLine(value as Json)}\n`);
}

/** Tells the person who watches something that is no result. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A reader that goes away, as `head` does, ends the command without a word. */
export function endQuietlyWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}

/** Resolves when all that was printed has been handed over. */
export async function drained(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>(resolve => {
      stream.write('', () => resolve());
    });
  }
}
