import type { LoopEvent } from '../engine/iteration/loop.ts';
import type { Report } from '../engine/iteration/report.ts';
import { problemText } from '../engine/problem.ts';
import { writeLineage } from '../node/stages/lineage.ts';
import { openContext } from '../node/stages/openContext.ts';
import { readReport, writeReport } from '../node/stages/results.ts';
import type { StageContext } from '../node/stages/stageContext.ts';
import { asConfigured } from './exitCode.ts';
import type { StageInput } from './stage.ts';

/** Does work over the stages of a run and, however it ends, leaves lineage and report as far as the run has come. */
export async function* withContext<T>(
  { configuration, run: folder, base, limit, job, others, evaluations }: StageInput,
  work: (context: StageContext) => AsyncGenerator<LoopEvent, T>,
): AsyncGenerator<LoopEvent, T> {
  const context = asConfigured(() =>
    openContext({
      configuration,
      folder,
      base,
      ...(limit !== undefined && { limit }),
      ...(others && { others }),
      ...(evaluations && { evaluations }),
      signal: job.signal,
      note: message => job.report({ kind: 'job-note', level: 'warning', message }),
    }),
  );
  try {
    return yield* work(context);
  } finally {
    await context.dispose();
    tellSkipped(context);
    await writeLineage(context.run);
    await writeReport(context.run, await reportSoFar(context));
  }
}

/** Games that are no tasks are not passed over in silence. */
function tellSkipped({ world: { skipped }, note }: StageContext): void {
  for (const problem of skipped?.problems ?? []) note(`left out: ${problemText(problem)}`);
  if (skipped && skipped.unsolvable > 0) note(`left out: ${skipped.unsolvable} games that nobody has solved`);
}

/** What a report has to know of the configuration. */
export function reportOptions({ name, evaluate }: StageInput['configuration']): { experiment: string; gate: boolean } {
  return { experiment: name, gate: evaluate.gate };
}

/** The report of a run as far as it has come; episodes that were read before are not read again. */
export function reportSoFar({ run, configuration, evaluations }: StageContext): Promise<Report> {
  return readReport(run, { ...reportOptions(configuration), evaluations });
}
