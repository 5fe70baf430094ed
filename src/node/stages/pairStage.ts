import { join } from 'node:path';
import { stageFolder } from '../../engine/iteration/place.ts';
import type { Artifact, StageRun, StageUpdate } from '../../engine/iteration/stages.ts';
import { buildPairs, type PairSummary } from '../../engine/preferences/buildPairs.ts';
import { isStepPair } from '../../engine/preferences/level.ts';
import type { PairProposal, PreferencePair } from '../../engine/preferences/pair.ts';
import { encodePair } from '../../engine/preferences/pairFile.ts';
import { pairStrategy } from '../../engine/preferences/strategies.ts';
import type { Problem } from '../../engine/problem.ts';
import { writeWhole } from '../wholeFile.ts';
import { runStage, type StageProduct, type StageSpec } from './runStage.ts';
import { withTrajectoryFiles } from './runTrajectories.ts';
import { type StageContext, tellLeftOut } from './stageContext.ts';

const pairsName = 'preference.pairs.jsonl';
const summaryName = 'summary.json';

/** Makes the preference pairs of an exploration, and beside them the reasons for every task and episode without one. */
export function pairStage(
  context: StageContext,
  place: StageSpec['place'],
  sources: { readonly exploration: Artifact; readonly demonstrations?: Artifact },
): StageRun<Artifact> {
  const { configuration, limit } = context;
  const from = [sources.exploration, ...(sources.demonstrations ? [sources.demonstrations] : [])];
  const settings = { ...configuration.pairs, ...(limit !== undefined && { limit }) };
  const spec: StageSpec = { place, stage: 'pairs', what: 'Making preference pairs', settings, from };
  return runStage(context, spec, async function* (folder): AsyncGenerator<StageUpdate, StageProduct> {
    const result = await build(context, place, sources);
    const file = `${result.pairs.map(pair => `${encodePair(pair)}\n`).join('')}`;
    await writeWhole(join(folder, pairsName), file);
    await writeWhole(join(folder, summaryName), `${JSON.stringify(summaryFile(result), undefined, 2)}\n`);
    const { summary } = result;
    yield {
      kind: 'stage-metrics',
      values: { pairs: summary.pairs, pairedTasks: summary.pairedTasks, tasks: summary.tasks },
    };
    tellLeftOut(context, result.problems);
    const mixed = configuration.pairs.level === 'mixture' ? { ofOneStep: result.pairs.filter(isStepPair).length } : {};
    return { files: [pairsName, summaryName], summary: summaryText(summary, mixed) };
  });
}

interface Built {
  readonly pairs: PreferencePair[];
  readonly unpaired: Extract<PairProposal, { reason: unknown }>[];
  readonly problems: Problem[];
  readonly summary: PairSummary;
}

function build(
  { run, configuration, limit, signal }: StageContext,
  place: StageSpec['place'],
  { exploration, demonstrations }: { readonly exploration: Artifact; readonly demonstrations?: Artifact },
): Promise<Built> {
  const from = `${stageFolder(place, 'pairs')}/${pairsName}`;
  const files = [exploration.file, ...(demonstrations ? [demonstrations.file] : [])];
  return withTrajectoryFiles(run, { from, files }, async ([episodes, ...experts]) => {
    const built: Omit<Built, 'summary'> = { pairs: [], unpaired: [], problems: [] };
    const strategy = pairStrategy(configuration.pairs);
    let tasks = 0;
    let last = '';
    for await (const event of buildPairs({ strategy, episodes: [episodes!], experts, signal })) {
      if ('summary' in event) return { ...built, summary: event.summary };
      if ('problem' in event) {
        built.problems.push(event.problem);
        continue;
      }
      const task = 'pair' in event ? event.pair.task.id : event.task.id;
      if (task !== last) tasks++;
      last = task;
      if (limit !== undefined && tasks > limit) continue;
      if ('pair' in event) built.pairs.push(event.pair);
      else built.unpaired.push(event);
    }
    throw new Error('Pairing ended without a summary.');
  });
}

/** `summary.json`: the counts, and what they are made of. */
function summaryFile({ summary, unpaired }: Built) {
  const reasons = unpaired.map(({ task, episode, reason }) => ({ task: task.id, ...(episode && { episode }), reason }));
  return { format: 'contrail-pair-summary-1', ...summary, unpaired: reasons };
}

/** `612 pairs on 401 of 1000 tasks; episodes left out: no-failure 380, no-success 120`. */
function summaryText(
  { pairs, pairedTasks, tasks, reasons, problems }: PairSummary,
  { ofOneStep }: { readonly ofOneStep?: number },
): string {
  const why = Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
  const bad = problems > 0 ? `; ${problems} lines could not be read` : '';
  const kinds = ofOneStep === undefined ? '' : `, ${ofOneStep} of them of one step,`;
  return `${pairs} pairs${kinds} on ${pairedTasks} of ${tasks} tasks${why ? `; episodes left out: ${why}` : ''}${bad}`;
}
