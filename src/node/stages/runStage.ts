import { type Change, changeText, difference } from '../../engine/configuration/difference.ts';
import { type Place, placeText, type Stage, stageFolder } from '../../engine/iteration/place.ts';
import type { Artifact, StageEvent, StageNews, StageRun, StageUpdate } from '../../engine/iteration/stages.ts';
import { HumanError } from '../../engine/problem.ts';
import { copyStageFolder } from './copyStageFolder.ts';
import type { RunFolder } from './runFolder.ts';
import type { StageContext } from './stageContext.ts';

/** What is left in a stage's folder when it is done, `stage.json`: the proof that it is whole, and a link of lineage. */
export interface StageMarker {
  readonly format: 'contrail-stage-1';
  readonly place: Place;
  readonly stage: Stage;
  /** All that decides what the stage makes, besides the artifacts that it starts from. */
  readonly settings: unknown;
  readonly from: readonly Artifact[];
  /** The stage's product first, then what belongs to it. */
  readonly made: readonly [Artifact, ...Artifact[]];
  readonly summary: string;
  /** Wall time of the work, its interrupted attempts not counted. */
  readonly seconds: number;
}

/** File names inside the stage's folder, the product first, and the line that says how it went. */
export interface StageProduct {
  readonly files: readonly [string, ...string[]];
  readonly summary: string;
}

export interface StageSpec {
  readonly place: Place;
  readonly stage: Stage;
  /** What is going on, for people. */
  readonly what: string;
  readonly settings: unknown;
  readonly from: readonly Artifact[];
}

/** The marker of a stage, or undefined while it is not done. */
export async function readMarker(run: RunFolder, place: Place, stage: Stage): Promise<StageMarker | undefined> {
  return (await run.readJson(`${stageFolder(place, stage)}/stage.json`)) as StageMarker | undefined;
}

/**
 * Does a stage once: where its folder says that the same work is done already, its product is returned as it is; where
 * one of the `others` has done it, it is taken over from there. The
 * same folder with other settings or other sources is a `HumanError` that names what differs: nothing is overwritten,
 * and nothing is resumed under a changed configuration.
 */
export async function* runStage(
  { run, others = [] }: Pick<StageContext, 'run' | 'others'>,
  spec: StageSpec,
  work: (folder: string) => AsyncGenerator<StageUpdate, StageProduct>,
): StageRun<Artifact> {
  const { place, stage } = spec;
  const name = stageFolder(place, stage);
  const event = (news: StageNews): StageEvent => ({ place, stage, ...news });
  yield event({ kind: 'stage-started', what: spec.what });
  const own = await readMarker(run, place, stage);
  if (own) checkSame(own, spec, name);
  const marker = own ?? (await takeOver(run, spec, others));
  if (marker) {
    yield event({ kind: 'stage-finished', summary: marker.summary, reused: true });
    return marker.made[0];
  }
  const folder = await run.folder(name);
  const start = performance.now();
  const updates = work(folder);
  for (;;) {
    const next = await updates.next();
    if (!next.done) {
      yield event(next.value);
      continue;
    }
    const { files, summary } = next.value;
    const made = await Promise.all(files.map(file => run.artifact(`${name}/${file}`)));
    const { settings, from } = spec;
    const seconds = Math.round(performance.now() - start) / 1000;
    const finished = { format: 'contrail-stage-1', place, stage, settings, from, made, summary, seconds };
    await run.write(`${name}/stage.json`, `${JSON.stringify(finished, undefined, 2)}\n`);
    yield event({ kind: 'stage-finished', summary, reused: false });
    return made[0]!;
  }
}

function checkSame(marker: StageMarker, spec: StageSpec, folder: string): void {
  const changes = changesOf(marker, spec);
  if (changes.length === 0) return;
  throw new HumanError(
    `${folder} (${placeText(spec.place)}) was made with other settings: ${changes.map(changeText).join('; ')}. ` +
      'Choose another folder with --run (--folder of an experiment), take the change back (another --limit is one), or delete that folder and what was made from it.',
  );
}

/** How the work of a marker differs from the work that a stage is to do. */
function changesOf(marker: StageMarker, { settings, from }: StageSpec): Change[] {
  const hashes = (artifacts: readonly Artifact[]) =>
    Object.fromEntries(artifacts.map(({ file, hash }) => [file, hash]));
  return difference({ settings: marker.settings, from: hashes(marker.from) }, { settings, from: hashes(from) });
}

/** Takes the stage over from the first run that has done exactly this work and still holds what it made. */
async function takeOver(
  run: RunFolder,
  spec: StageSpec,
  others: readonly RunFolder[],
): Promise<StageMarker | undefined> {
  const name = stageFolder(spec.place, spec.stage);
  for (const other of others) {
    const marker = await readMarker(other, spec.place, spec.stage);
    if (!marker || changesOf(marker, spec).length > 0 || !(await isWhole(other, marker))) continue;
    await copyStageFolder(other.pathOf(name), run.pathOf(name));
    return marker;
  }
  return undefined;
}

async function isWhole(run: RunFolder, { made }: StageMarker): Promise<boolean> {
  for (const { file, hash } of made) {
    const found = await run.artifact(file).catch(() => undefined);
    if (found?.hash !== hash) return false;
  }
  return true;
}
