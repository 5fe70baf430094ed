import { EventEmitter, once } from 'node:events';
import { DashboardSnapshots } from '../../src/node/dashboardSnapshot.ts';
import { localRunFiles } from '../../src/node/runFiles.ts';
import { RunReader } from '../../src/node/runReader.ts';
import type { DashboardHost, DashboardSnapshot, RunHead, TrainingChoice } from '../../src/protocol/dashboard.ts';
import { type Port, serve } from '../../src/protocol/rpc.ts';

/** The extension's side of a dashboard over a real run folder, which notes what the page asks for. */
export class FakeDashboardHost {
  readonly asked: (readonly [string, unknown])[] = [];
  readonly #reader: RunReader;
  readonly #snapshots: DashboardSnapshots;
  readonly #events = new EventEmitter();
  #version = 1;
  head: RunHead;
  /** What calls for the run reject with, while set. */
  failure: Error | undefined;

  constructor(folder: string, head: Partial<RunHead> = {}) {
    this.#reader = new RunReader(localRunFiles(folder));
    this.#snapshots = new DashboardSnapshots(this.#reader);
    const named = { run: `file://${folder}`, name: 'written', folder: 'runs/written' };
    this.head = {
      ...named,
      status: 'finished',
      statusText: 'finished just now',
      notes: [],
      actions: ['show'],
      ...head,
    };
  }

  readonly connect = (port: Port): void => {
    const note = (name: string) => async (params: unknown) => {
      this.asked.push([name, params]);
    };
    serve<DashboardHost>(port, {
      snapshot: params => this.#snapshot(params),
      changed: async ({ version, ...choice }, signal) => {
        if (version >= this.#version) await once(this.#events, 'change', { signal });
        return this.#snapshot(choice);
      },
      act: note('act'),
      open: note('open'),
      export: note('export'),
      savePicture: note('savePicture'),
    });
  };

  /** Tells the page that there is something new. */
  change(head: Partial<RunHead> = {}): void {
    this.head = { ...this.head, ...head };
    this.#version++;
    this.#events.emit('change');
  }

  async #snapshot(choice: TrainingChoice): Promise<DashboardSnapshot> {
    if (this.failure) throw this.failure;
    await this.#reader.refresh();
    return this.#snapshots.take({ version: this.#version, head: this.head, choice });
  }
}
