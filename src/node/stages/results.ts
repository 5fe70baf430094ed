import { evaluate, passesGate } from '../../engine/iteration/evaluation.ts';
import type { Result } from '../../engine/iteration/loop.ts';
import { type Place, placeOrder } from '../../engine/iteration/place.ts';
import { type Report, reportOf } from '../../engine/iteration/report.ts';
import { reportMarkdown } from '../../engine/iteration/reportText.ts';
import type { Artifact, Evaluation } from '../../engine/iteration/stages.ts';
import { readMarkers } from './lineage.ts';
import type { RunFolder } from './runFolder.ts';
import { allTrajectories } from './runTrajectories.ts';

/** How the policy of an evaluation did, computed anew from its stored episodes. */
export async function readEvaluation(run: RunFolder, episodes: Artifact): Promise<Evaluation> {
  return { episodes, ...evaluate(await allTrajectories(run.pathOf(episodes.file))) };
}

/**
 * The results of a run as far as it has come, from nothing but what is stored: whatever the order in which its stages
 * were done, and by whom.
 */
export async function readReport(
  run: RunFolder,
  { experiment, gate }: { experiment: string; gate: boolean },
): Promise<Report> {
  const markers = (await readMarkers(run)).map(({ marker }) => marker);
  const results: Result[] = [];
  for (const marker of markers
    .filter(({ stage }) => stage === 'evaluate')
    .sort((a, b) => placeOrder(a.place, b.place))) {
    const { place } = marker;
    const evaluation = await readEvaluation(run, marker.made[0]);
    const before = results.findLast(
      ({ place: other, accepted }) =>
        accepted &&
        other.seed === place.seed &&
        (other.arm === place.arm || (other.arm === 'eto' && other.iteration === 0)),
    );
    const accepted = !gate || place.iteration === 0 || !before || passesGate(evaluation, before.evaluation);
    results.push({ place, policy: marker.from[0] ?? { file: 'none', hash: '' }, evaluation, accepted });
  }
  const seconds = ({ place }: Result) => {
    const own = markers.filter(marker => isSame(marker.place, place));
    return own.reduce((sum, marker) => sum + marker.seconds, 0);
  };
  return reportOf(results, { experiment, seconds });
}

/** Writes `report.json` and `report.md` into the run folder. */
export async function writeReport(run: RunFolder, report: Report): Promise<void> {
  await run.write('report.json', `${JSON.stringify(report, undefined, 2)}\n`);
  await run.write('report.md', reportMarkdown(report));
}

function isSame(a: Place, b: Place): boolean {
  return a.seed === b.seed && a.arm === b.arm && a.iteration === b.iteration;
}
