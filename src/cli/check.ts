import type { Command } from 'commander';
import { problemText } from '../engine/problem.ts';
import { checkFile } from '../node/fileCheck.ts';
import { addCommand } from './command.ts';
import { exitCodes } from './exitCode.ts';
import { print, printJson, tell } from './output.ts';

/** `contrail check`: prints what is wrong with files. */
export function registerCheck(program: Command): void {
  addCommand(program, {
    name: 'check',
    summary: 'print the problems of trajectory, pair, game and configuration files',
    example: 'contrail check contrail.json runs/experiment/seed-1/iteration-1/pairs/preference.pairs.jsonl',
  })
    .argument('<file...>', 'what to check; its name or its beginning tells what it is')
    .option('--json', 'print a JSON line a problem')
    .action(async (files: readonly string[], { json }: { json?: true }) => {
      let count = 0;
      for (const file of files) {
        for await (const problem of checkFile(file)) {
          count += 1;
          if (json) printJson(problem);
          else print(problemText(problem));
        }
      }
      const what = files.length === 1 ? files[0] : `${files.length} files`;
      tell(count === 0 ? `${what}: no problems.` : `${what}: ${count} ${count === 1 ? 'problem' : 'problems'}.`);
      if (count > 0) process.exitCode = exitCodes.problems;
    });
}
