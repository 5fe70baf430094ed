import { HumanError } from '../../src/engine/problem.ts';
import { visible } from '../../src/engine/trajectory/visible.ts';

/** What a person reads of an error: its own words where it was written for her, else that it is a bug. */
export function errorWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return visible(error instanceof HumanError ? message : `Contrail failed unexpectedly: ${message}`);
}

/** What waits until the reader tries again. */
export class Retries {
  readonly #waiting = new Set<() => void>();

  add(retry: () => void): void {
    this.#waiting.add(retry);
  }

  run(): void {
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (const retry of all) retry();
  }
}
