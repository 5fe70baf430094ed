import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTrajectory } from '../../src/engine/trajectory/atif.ts';
import { readingLimits } from '../../src/engine/trajectory/excerpt.ts';
import { trajectoryText } from '../../src/engine/trajectory/text.ts';
import type { Trajectory } from '../../src/engine/trajectory/trajectory.ts';
import { findEditor } from '../editor/editor.ts';
import { openWorkbench, type Workbench } from '../editor/workbench.ts';
import { episode, step } from '../engine/episodes.ts';
import type { BenchRow } from './row.ts';

export const name = 'episodes in VS Code';

const steps = 5000;
const rounds = 7;

function longEpisode(id: string): Trajectory {
  return episode({
    id,
    steps: Array.from({ length: steps }, (_, index) =>
      step(
        `${index % 9 === 0 ? '!' : ''}go to shelf ${index % 97}`,
        `On the shelf ${index % 97}, you see a cup ${index % 13}, a spoon ${index % 7} and nothing that is of use.`,
        { thought: `I look for the mug at place ${index}.`, usage: { promptTokens: index, completionTokens: 9 } },
      ),
    ),
  });
}

/** How long a command takes until its editor is open, and the processor time that the extension host spends on it. */
async function opening(workbench: Workbench, command: string, argument: unknown) {
  return workbench.call(
    async (vscode, [id, given]) => {
      const usage = process.cpuUsage();
      const start = performance.now();
      await vscode.commands.executeCommand(id, typeof given === 'string' ? vscode.Uri.file(given) : given);
      const milliseconds = performance.now() - start;
      const { user, system } = process.cpuUsage(usage);
      await new Promise(resolve => setTimeout(resolve, 1500));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      return { milliseconds, processor: (user + system) / 1000 };
    },
    [command, argument] as const,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-bench-'));
  const file = join(folder, 'episodes.trajectories.jsonl');
  const episodes = Array.from({ length: rounds + 1 }, (_, index) => longEpisode(`long#${index}`));
  writeFileSync(file, episodes.map(each => `${encodeTrajectory(each)}\n`).join(''));
  const texts = episodes.map((each, index) => {
    const path = join(folder, `long-${index}.txt`);
    writeFileSync(path, trajectoryText(each, readingLimits(60)).text);
    return path;
  });
  const workbench = await openWorkbench({ editor: await findEditor(), workspace: folder });
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    const processor: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      // As the list of a file names it.
      const own = await opening(workbench, 'contrail.openEpisode', { file, id: `long#${round}`, line: round + 1 });
      const plain = await opening(workbench, 'vscode.open', texts[round]);
      // The first round starts the extension and its thread.
      if (round === 0) continue;
      ours.push(own.milliseconds);
      theirs.push(plain.milliseconds);
      processor.push(own.processor);
    }
    const [measured, baseline] = [median(ours), median(theirs)];
    return [
      {
        what: `an episode of ${steps.toLocaleString('en-US')} steps, opened in VS Code (${median(processor).toFixed(0)} ms of it processor time of the extension host and its threads)`,
        measured: `${measured.toFixed(0)} ms`,
        baseline: `${baseline.toFixed(0)} ms (VS Code, the same text from a file)`,
        ratio: baseline / measured,
        aim: '< 300 ms',
      },
    ];
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
