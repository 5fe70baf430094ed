import { availableParallelism } from 'node:os';
import { changesText } from '../engine/analysis/changesText.ts';
import { problemText } from '../engine/problem.ts';
import { visible } from '../engine/trajectory/visible.ts';
import { type Port, serve } from '../protocol/rpc.ts';
import { readChangesOf } from './changeReport.ts';
import { changesOrder } from './changesOrder.ts';
import type { ChangesRequest, ChangesService, WrittenChanges } from './changesThread.ts';

/** Problems that the report names. */
const told = 10;

/** What a worker thread does that was started to read what an iteration changed. */
export function serveChanges(_: undefined, port: Port): void {
  let progress = { done: 0, total: 0 };
  serve<ChangesService>(port, {
    progress: async () => progress,
    async report(request, signal) {
      return report(request, signal, now => {
        progress = now;
      });
    },
  });
}

async function report(
  request: ChangesRequest,
  signal: AbortSignal,
  onProgress: (progress: { readonly done: number; readonly total: number }) => void,
): Promise<WrittenChanges> {
  const order = await changesOrder({ ...request, threads: availableParallelism(), signal });
  const problems: string[] = [];
  const work = readChangesOf(order);
  for (;;) {
    const next = await work.next();
    if (next.done) {
      const left = problems.slice(0, told).map(problem => `left out: ${visible(problem)}`);
      if (problems.length > told) left.push(`left out: ${problems.length - told} more`);
      const text = [changesText(next.value), ...(left.length > 0 ? ['', ...left] : []), ''].join('\n');
      return { title: order.title, text, ...(order.target !== undefined && { file: order.target }) };
    }
    if (next.value.kind === 'progress') onProgress(next.value);
    if (next.value.kind === 'problem') problems.push(problemText(next.value.problem));
  }
}
