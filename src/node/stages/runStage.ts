import { changeText, difference } from '../../engine/configuration/difference.ts';
import { type Place, placeText, type Stage, stageFolder } from '../../engine/iteration/place.ts';
import type { Artifact, StageEvent, StageNews, StageRun, StageUpdate } from '../../engine/iteration/stages.ts';
import { HumanError } from '../../engine/problem.ts';
import type { RunFolder } from './runFolder.ts';

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
 * Does a stage once: where its folder says that the same work is done already, its product is returned as it is. The
 * same folder with other settings or other sources is a `HumanError` that names what differs: nothing is overwritten,
 * and nothing is resumed under a changed configuration.
 */
export async function* runStage(
  run: RunFolder,
  spec: StageSpec,
  work: (folder: string) => AsyncGenerator<StageUpdate, StageProduct>,
): StageRun<Artifact> {
  const { place, stage } = spec;
  const name = stageFolder(place, stage);
  const event = (news: StageNews): StageEvent => ({ place, stage, ...news });
  yield event({ kind: 'stage-started', what: spec.what });
  const marker = await readMarker(run, place, stage);
  if (marker) {
    checkSame(marker, spec, name);
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

function checkSame(marker: StageMarker, { settings, from, place }: StageSpec, folder: string): void {
  const hashes = (artifacts: readonly Artifact[]) =>
    Object.fromEntries(artifacts.map(({ file, hash }) => [file, hash]));
  const before = { settings: marker.settings, from: hashes(marker.from) };
  const changes = difference(before, { settings, from: hashes(from) });
  if (changes.length === 0) return;
  throw new HumanError(
    `${folder} (${placeText(place)}) was made with other settings: ${changes.map(changeText).join('; ')}. ` +
      'Choose another folder with --run, take the change back (another --limit is one), or delete that folder and what was made from it.',
  );
}
