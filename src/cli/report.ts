import { type Command, Option } from 'commander';
import { reportMarkdown, reportText } from '../engine/iteration/reportText.ts';
import { HumanError } from '../engine/problem.ts';
import { readJobFile } from '../node/job.ts';
import { ancestry, readLineage } from '../node/stages/lineage.ts';
import { Evaluations, readReport } from '../node/stages/results.ts';
import { RunFolder } from '../node/stages/runFolder.ts';
import { addCommand } from './command.ts';
import { print, printJson } from './output.ts';
import type { StageInput } from './stage.ts';
import { reportOptions } from './stageContext.ts';

interface ReportFlags {
  readonly format: 'text' | 'markdown' | 'json';
  readonly json?: true;
  readonly lineage?: string;
}

/** Adds `report`: the results of a run as far as it has come, and the way back from any of its files. */
export function registerReport(program: Command): void {
  addCommand(program, {
    name: 'report',
    summary: 'print the results of a run, computed anew from its episodes',
    example: 'contrail report runs/first --format markdown',
  })
    .argument('<run>', 'the run folder')
    .addOption(new Option('--format <format>', 'how').choices(['text', 'markdown', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--lineage <file>', 'print instead what that file of the run was made from, e.g. a checkpoint')
    .action(async (folder: string, { format, json, lineage }: ReportFlags) => {
      const run = new RunFolder(folder);
      const job = readJobFile(folder);
      if (!job) throw new HumanError(`${folder} is no run: it has no job.json. Name the folder that --run named.`);
      if (lineage !== undefined) return printLineage(run, lineage, json ?? format === 'json');
      const options = reportOptions(job.configuration as StageInput['configuration']);
      const report = await readReport(run, { ...options, evaluations: new Evaluations() });
      if (json || format === 'json') return printJson(report);
      print(format === 'markdown' ? reportMarkdown(report) : reportText(report));
    });
}

async function printLineage(run: RunFolder, file: string, json: boolean): Promise<void> {
  const nodes = ancestry(await readLineage(run), file.replaceAll('\\', '/'));
  if (nodes.length === 0)
    throw new HumanError(
      `No finished stage of the run made ${file}. Name it as lineage.json does, relative to the run.`,
    );
  for (const node of nodes) {
    if (json) printJson(node);
    else print([node.made[0]!.file, ...node.from.map(source => `  from ${source.file}`)].join('\n'));
  }
}
