import { evaluate, passesGate } from '../../engine/iteration/evaluation.ts';
import type { Result } from '../../engine/iteration/loop.ts';
import { type Place, placeOrder } from '../../engine/iteration/place.ts';
import { type Report, reportOf } from '../../engine/iteration/report.ts';
import { reportMarkdown } from '../../engine/iteration/reportText.ts';
import type { Artifact, Evaluation } from '../../engine/iteration/stages.ts';
import { readMarkers } from './lineage.ts';
import type { RunFolder } from './runFolder.ts';
import type { StageMarker } from './runStage.ts';
import { allTrajectories } from './runTrajectories.ts';

/**
 * How the policies of evaluations did, computed from their stored episodes: each file is read once, however many runs
 * share it, since a hash names its content.
 */
export class Evaluations {
  readonly #known = new Map<string, Promise<Omit<Evaluation, 'episodes'>>>();

  /** Rejects with a `HumanError` when the file cannot be read or has lines that are no episodes. */
  async read(run: RunFolder, episodes: Artifact): Promise<Evaluation> {
    const path = run.pathOf(episodes.file);
    const known = this.#known.get(episodes.hash);
    const reading = known ?? allTrajectories(path).then(evaluate);
    this.#known.set(episodes.hash, reading);
    return { episodes, ...(await reading) };
  }
}

/** What a run has come to. */
export interface RunResults {
  /** In order of seed, arm and iteration. */
  readonly results: readonly Result[];
  /** Of all its finished stages. */
  readonly markers: readonly StageMarker[];
}

/**
 * The results of a run as far as it has come, from nothing but what is stored: whatever the order in which its stages
 * were done, and by whom.
 */
export async function readResults(
  run: RunFolder,
  { gate, evaluations }: { readonly gate: boolean; readonly evaluations: Evaluations },
): Promise<RunResults> {
  const markers = (await readMarkers(run)).map(({ marker }) => marker);
  const results: Result[] = [];
  const evaluated = markers.filter(({ stage }) => stage === 'evaluate');
  for (const { place, made, from } of evaluated.sort((a, b) => placeOrder(a.place, b.place))) {
    const evaluation = await evaluations.read(run, made[0]);
    const before = results.findLast(
      ({ place: other, accepted }) =>
        accepted &&
        other.seed === place.seed &&
        (other.arm === place.arm || (other.arm === 'eto' && other.iteration === 0)),
    );
    const accepted = !gate || place.iteration === 0 || !before || passesGate(evaluation, before.evaluation);
    results.push({ place, policy: from[0] ?? { file: 'none', hash: '' }, evaluation, accepted });
  }
  return { results, markers };
}

/** The report of a run as far as it has come. */
export async function readReport(
  run: RunFolder,
  { experiment, gate, evaluations }: { experiment: string; gate: boolean; evaluations: Evaluations },
): Promise<Report> {
  const { results, markers } = await readResults(run, { gate, evaluations });
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
