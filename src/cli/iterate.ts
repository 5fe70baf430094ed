import type { Command } from 'commander';
import { type LoopEvent, runLoop } from '../engine/iteration/loop.ts';
import type { Report } from '../engine/iteration/report.ts';
import { reportText } from '../engine/iteration/reportText.ts';
import { folderStages, trainablePolicy } from '../node/stages/folderStages.ts';
import { writeReport } from '../node/stages/results.ts';
import type { StageContext } from '../node/stages/stageContext.ts';
import { registerStage, type StageInput, type StageOutput } from './stage.ts';
import { reportSoFar, withContext } from './stageContext.ts';

/** Adds `iterate`: the whole loop. */
export function registerIterate(program: Command): void {
  registerStage(program, {
    name: 'iterate',
    summary: 'run the whole loop: cloning, then explore, pair, train and evaluate, and the baselines',
    example: 'contrail iterate contrail.json --run runs/first',
    work: iterate,
  });
}

/** The loop of an experiment; its report is written anew whenever there is a result. */
export async function* iterate(input: StageInput): AsyncGenerator<LoopEvent, StageOutput> {
  return yield* withContext(input, async function* (context): AsyncGenerator<LoopEvent, StageOutput> {
    let report: Report | undefined;
    for await (const event of loopOf(context)) {
      if (event.kind === 'result') {
        report = await reportSoFar(context);
        await writeReport(context.run, report);
      }
      yield event;
    }
    report ??= await reportSoFar(context);
    return { text: `${reportText(report)}\n\n${input.run}`, json: [report] };
  });
}

/** The loop that the configuration asks for. Throws a `HumanError` where its policy cannot be trained. */
export async function* loopOf(context: StageContext): AsyncGenerator<LoopEvent, void> {
  const { iterations, baselines, seeds, evaluate } = context.configuration;
  await trainablePolicy(context);
  const plan = { seeds, iterations, baselines, gate: evaluate.gate, bestOf: evaluate.bestOf };
  yield* runLoop(plan, folderStages(context));
}
