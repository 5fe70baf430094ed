import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findEditor } from '../editor/editor.ts';
import { pack } from '../editor/pack.ts';
import { openWorkbench, type Workbench } from '../editor/workbench.ts';
import type { BenchRow } from './row.ts';

export const name = 'activation in VS Code';

const contrail = 'contrail.contrail';
const markdown = 'vscode.markdown-language-features';
const rounds = 5;

/** Milliseconds that an extension takes to load and activate in an extension host that has not loaded it yet. */
async function activation(workbench: Workbench, id: string): Promise<number> {
  return workbench.call(async (vscode, extensionId) => {
    const extension = vscode.extensions.getExtension(extensionId);
    if (!extension || extension.isActive) throw new Error(`${extensionId} is not there or is active already.`);
    const start = performance.now();
    await extension.activate();
    return performance.now() - start;
  }, id);
}

/** Resolves when the window has a new extension host that answers and has settled. */
async function reload(workbench: Workbench): Promise<void> {
  const processId = () => workbench.call(() => process.pid, undefined);
  const before = await processId();
  await workbench.page.reload();
  for (const end = Date.now() + 60_000; (await processId().catch(() => before)) === before; await delay(100))
    if (Date.now() > end) throw new Error('The window has no new extension host after a minute.');
  await delay(2_000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  const vsix = pack(folder);
  const kilobytes = statSync(join(folder, 'dist', 'extension.cjs')).size / 1e3;
  const megabytes = statSync(vsix).size / 1e6;
  const workbench = await openWorkbench({ editor: await findEditor(), vsix });
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await reload(workbench);
      ours.push(await activation(workbench, contrail));
      theirs.push(await activation(workbench, markdown));
    }
    const [measured, baseline] = [median(ours), median(theirs)];
    const what = `activation in VS Code (host bundle ${kilobytes.toFixed(0)} kB, package ${megabytes.toFixed(2)} MB)`;
    return [
      {
        what,
        measured: `${measured.toFixed(0)} ms`,
        baseline: `${baseline.toFixed(0)} ms (VS Code's own Markdown extension)`,
        ratio: baseline / measured,
        aim: '< 50 ms; < 500 kB; < 3 MB',
      },
    ];
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
