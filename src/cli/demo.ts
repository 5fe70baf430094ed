import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { fileError } from '../node/fileError.ts';
import { addCommand } from './command.ts';
import { configurationIn } from './configuration.ts';
import { iterate } from './iterate.ts';
import { print, printJson, tell } from './output.ts';
import { runJob } from './runJob.ts';

/** The demo's experiment. The defaults are the recipe; what is written here keeps the whole table under five minutes. */
const experiment = `{
  // Contrail's demo: the whole ETO loop on a generated household, with the model that Contrail ships.
  // Hover over a key for what it means; leave one out to take its default.
  "name": "demo",
  "environment": {
    "name": "household",
    "tasks": { "train": 1000, "val": 200, "seen": 200, "unseen": 200, "demonstrations": 25 }
  },
  "policy": { "kind": "builtin" },
  "iterations": 2,
  "baselines": ["beta-0", "rft"],
  "seeds": [1]
}
`;

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
      const file = join(base, 'contrail.json');
      writeWorkspace(base, file);
      const configuration = await configurationIn(file);
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

function writeWorkspace(folder: string, file: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, experiment);
  } catch (error) {
    throw fileError(error, 'write', file);
  }
}
