import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { addCommand } from './command.ts';
import { configurationIn } from './configuration.ts';
import { writeDemoWorkspace } from './demoWorkspace.ts';
import { iterate } from './iterate.ts';
import { print, printJson, tell } from './output.ts';
import { runJob } from './runJob.ts';

/** Adds `demo`: a workspace with an experiment, run from its start to its table. */
export function registerDemo(program: Command): void {
  addCommand(program, {
    name: 'demo',
    summary: 'run the whole loop on the built-in world and leave a workspace to open in VS Code',
    example: 'contrail demo --folder demo',
  })
    .option('--folder <folder>', 'the workspace', 'demo')
    .option('--json', 'print JSON lines')
    .action(async ({ folder, json }: { folder: string; json?: true }) => {
      const base = resolve(folder);
      const configuration = await configurationIn(writeDemoWorkspace(base));
      const run = join(base, 'runs', configuration.name);
      if (existsSync(join(run, 'report.json'))) tell(`Going on with the run in ${run}; delete it to start anew.`);
      const start = performance.now();
      const output = await runJob({ folder: run, configuration, json }, job =>
        iterate({ configuration, base, run, job }),
      );
      if (json) for (const value of output.json) printJson(value);
      else print(output.text);
      const minutes = ((performance.now() - start) / 60_000).toFixed(1);
      tell(`\nDone in ${minutes} minutes. Open the workspace: code ${base}`);
    });
}
