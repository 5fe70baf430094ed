import type { Command } from 'commander';
import type { LoopEvent } from '../engine/iteration/loop.ts';
import { placeText, type Stage } from '../engine/iteration/place.ts';
import { reportText } from '../engine/iteration/reportText.ts';
import { runSingleStage, type SingleStage } from '../node/stages/singleStage.ts';
import { registerStage, type StageInput, type StageOutput } from './stage.ts';
import { reportSoFar, withContext } from './stageContext.ts';

const summaries: Readonly<Record<SingleStage, string>> = {
  explore: 'let the policy play the training tasks, the next stage being `pair`',
  pair: 'make preference pairs of what was explored, with a reason for every task without one',
  train: 'train the policy: by cloning before the first exploration, then by DPO on the pairs',
  evaluate: 'play the evaluation tasks with the policy as it is now',
};

/** The stage that each command is for; others that it needs are done before. */
const stageNames: Readonly<Record<SingleStage, Stage>> = {
  explore: 'explore',
  pair: 'pairs',
  train: 'train',
  evaluate: 'evaluate',
};

/** Adds the commands that bring a run one stage forward. */
export function registerSingleStages(program: Command): void {
  for (const [name, summary] of Object.entries(summaries) as [SingleStage, string][]) {
    registerStage(program, {
      name,
      summary,
      example: `contrail ${name} contrail.json --run runs/first --limit 100`,
      work: input => work(name, input),
    });
  }
}

async function* work(stage: SingleStage, input: StageInput): AsyncGenerator<LoopEvent, StageOutput> {
  return yield* withContext(input, async function* (context): AsyncGenerator<LoopEvent, StageOutput> {
    const summaries: string[] = [];
    for await (const event of runSingleStage(context, stage)) {
      if (event.kind === 'stage-finished' && stageNames[stage] === event.stage)
        summaries.push(`${placeText(event.place)}: ${event.summary}`);
      yield event;
    }
    const done = { kind: 'done', stage, summary: summaries.join('; '), run: input.run };
    if (stage !== 'evaluate') return { text: [...summaries, input.run].join('\n'), json: [done] };
    const report = await reportSoFar(context);
    return { text: [...summaries, '', reportText(report), '', input.run].join('\n'), json: [done, report] };
  });
}
