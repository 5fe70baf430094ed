import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LearnerRun } from './learnerRuns.ts';

/** PyTorch in a process of its own. */
export interface TorchLearner {
  /** Training tokens a second, as `learnerBaseline.py` measures them. */
  measure(run: LearnerRun, options: { readonly threads: number; readonly seconds: number }): Promise<number>;
  close(): void;
}

/** PyTorch of the Python that CONTRAIL_TORCH_PYTHON names, else of python3; undefined where it is not installed. */
export function torchLearner(): TorchLearner | undefined {
  const named = process.env['CONTRAIL_TORCH_PYTHON'];
  const python = named ?? 'python3';
  const found = spawnSync(python, ['-c', 'import torch'], { encoding: 'utf8' });
  if (found.status !== 0 && named === undefined) return undefined;
  if (found.status !== 0) throw new Error(`${python} has no PyTorch: ${found.error?.message ?? found.stderr}`);
  const script = join(import.meta.dirname, 'learnerBaseline.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure({ shape, sequences, pairs }, options) {
      child.stdin.write(`${JSON.stringify({ shape, sequences, pairs, ...options })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} ${script} ended.`);
      return Number(value);
    },
    close: () => child.stdin.end(),
  };
}
