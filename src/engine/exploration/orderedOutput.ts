import { encodeTrajectory } from '../trajectory/atif.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import type { LineStore } from './store.ts';

/** Stores trajectories in canonical order, whatever the order in which they are finished. */
export class OrderedOutput {
  readonly #file: Pick<LineStore, 'append'>;
  /** Finished ahead of their turn, encoded. */
  readonly #early = new Map<number, string>();
  #written: number;

  /** `written` trajectories stand in the file already. */
  constructor(file: Pick<LineStore, 'append'>, written: number) {
    this.#file = file;
    this.#written = written;
  }

  /** Trajectories in the file. */
  get written(): number {
    return this.#written;
  }

  /** Adds the trajectory at `index` of the canonical order; it and those that waited for it are written. */
  add(index: number, trajectory: Trajectory): void {
    this.#early.set(index, encodeTrajectory(trajectory));
    for (let line = this.#next(); line !== undefined; line = this.#next()) {
      this.#file.append(line);
      this.#early.delete(this.#written++);
    }
  }

  #next(): string | undefined {
    return this.#early.get(this.#written);
  }
}
