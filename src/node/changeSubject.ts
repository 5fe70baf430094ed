import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { type Arm, armNames, folderStage, type Place, placeOrder, placeText } from '../engine/iteration/place.ts';
import type { Artifact } from '../engine/iteration/stages.ts';
import { HumanError } from '../engine/problem.ts';
import { readJobFile } from './job.ts';
import { basePolicy, basePolicyPath } from './stages/basePolicy.ts';
import { readMarkers } from './stages/lineage.ts';
import { configuredPolicy } from './stages/player.ts';
import { fileHash, type RunFolder } from './stages/runFolder.ts';
import type { StageMarker } from './stages/runStage.ts';
import { givenPolicy } from './stages/trainStage.ts';

/** A checkpoint that is compared: its file, and what people call it. */
export interface SubjectPolicy {
  readonly path: string;
  readonly name: string;
}

/** What an iteration of a run is compared by. Files are relative to the run folder, `/` as separator. */
export interface ChangeSubject {
  readonly place: Place;
  readonly before: SubjectPolicy;
  readonly after: SubjectPolicy;
  /** The iteration's exploration; for cloning the demonstrations. */
  readonly episodes: readonly string[];
  /** The evaluation of each policy, where it was done. */
  readonly played: { readonly before?: string; readonly after?: string };
  readonly pairs: readonly string[];
  /** β of the training; undefined for one without pairs. */
  readonly beta?: number;
  /** What a person should know, such as a checkpoint that has changed since. */
  readonly notes: readonly string[];
}

/** Which iteration of a run is meant; what is absent is the lowest seed, ETO, and the latest iteration. */
export interface AskedPlace {
  readonly seed?: number;
  readonly arm?: Arm;
  readonly iteration?: number;
}

/** What an iteration of a run is compared with and by: its policy with the one before, which explored for it. Throws a `HumanError` where there is no such iteration. */
export async function changeSubject(run: RunFolder, asked: AskedPlace): Promise<ChangeSubject> {
  if (!existsSync(run.path))
    throw new HumanError(`There is no folder ${run.path}. Name a run, or use --before and --after.`);
  const markers = (await readMarkers(run)).map(({ marker }) => marker);
  const train = trainingAt(run, markers, asked);
  const made = train.made[0];
  const [start, ...sources] = train.from;
  if (!start) throw new HumanError(`The marker of ${made.file} does not say what its training started from.`);
  const pairs = sources.map(({ file }) => file).filter(file => file.endsWith('.pairs.jsonl'));
  const makers = markers.filter(({ made: [product] }) => pairs.includes(product.file));
  const files = new Set([...sources, ...makers.flatMap(({ from }) => from)].map(({ file }) => file));
  const exploration = markers
    .filter(({ stage, made: [product] }) => stage === 'explore' && files.has(product.file))
    .sort((a, b) => placeOrder(a.place, b.place))
    .at(-1);
  const before = exploration?.from[0] ?? start;
  const reference = sources.find(({ file }) => file.endsWith('.policy')) ?? start;
  const policies = { before: policyAt(run, before.file), after: policyAt(run, made.file) };
  const played = { before: evaluationOf(markers, before, train), after: evaluationOf(markers, made, train) };
  const { beta } = train.settings as { readonly beta?: number };
  return {
    ...policies,
    place: train.place,
    episodes: exploration
      ? [exploration.made[0].file]
      : [...files].filter(file => file.endsWith('.trajectories.jsonl')),
    played: {
      ...(played.before !== undefined && { before: played.before }),
      ...(played.after !== undefined && { after: played.after }),
    },
    pairs,
    ...(beta !== undefined && { beta }),
    notes: [
      ...otherSeeds(markers, train),
      ...(await changedSince(policies.before, before)),
      ...(await changedSince(policies.after, made)),
      ...(pairs.length > 0 && reference.file !== before.file
        ? [
            `It was trained against ${policyName(reference.file)}; the rewards here are against ${policies.before.name}.`,
          ]
        : []),
    ],
  };
}

function trainingAt(run: RunFolder, markers: readonly StageMarker[], asked: AskedPlace): StageMarker {
  const { seed, arm = 'eto', iteration } = asked;
  const trainings = markers.filter(({ stage }) => stage === 'train').sort((a, b) => placeOrder(a.place, b.place));
  if (trainings.length === 0) throw nothingTrained(run);
  const ofArm = trainings.filter(({ place }) => place.arm === arm);
  const ofSeed = ofArm.filter(({ place }) => place.seed === (seed ?? ofArm[0]!.place.seed));
  const found = ofSeed.findLast(({ place }) => iteration === undefined || place.iteration === iteration);
  if (found) return found;
  const wanted = placeText({
    seed: seed ?? ofArm[0]?.place.seed ?? trainings[0]!.place.seed,
    arm,
    iteration: iteration ?? 1,
  });
  const there = trainings.map(({ place }) => placeText(place)).join('; ');
  throw new HumanError(`${run.path} has no policy trained at ${wanted}. It has: ${there}.`);
}

function nothingTrained(run: RunFolder): HumanError {
  const job = readJobFile(run.path);
  if (!job) return new HumanError(`${run.path} is no run: it has no job.json. Name the folder that --run named.`);
  const { kind } = job.configuration.policy ?? {};
  if (kind !== undefined && kind !== 'builtin')
    return new HumanError(
      `The policy of ${run.path} is of kind '${kind}', which tells no log-probabilities of turns that are put before it. ` +
        'Its failures can be compared all the same: name two of its files of episodes with --played.',
    );
  return new HumanError(
    `${run.path} has trained no policy yet: \`contrail iterate\` or \`contrail train\` goes on with it.`,
  );
}

function otherSeeds(markers: readonly StageMarker[], { place }: StageMarker): string[] {
  const seeds = new Set(markers.map(marker => marker.place.seed));
  return seeds.size > 1
    ? [`The run has ${seeds.size} seeds; this is seed ${place.seed} alone. Name another with --seed.`]
    : [];
}

/** The greedy evaluation of a policy; Best-of-N of the same one is another thing. */
function evaluationOf(
  markers: readonly StageMarker[],
  policy: Artifact,
  { place: { seed } }: StageMarker,
): string | undefined {
  const found = markers.find(
    ({ stage, place, from }) =>
      stage === 'evaluate' && place.seed === seed && place.arm !== 'best-of-n' && from[0]?.file === policy.file,
  );
  return found?.made[0].file;
}

function policyAt(run: RunFolder, file: string): SubjectPolicy {
  if (file === basePolicy) return { path: basePolicyPath(), name: 'the base policy' };
  if (file.startsWith(givenPolicy) || file === configuredPolicy)
    throw new HumanError(
      `The training started from ${file.slice(givenPolicy.length)}, a checkpoint outside the run: name it with --before.`,
    );
  return { path: run.pathOf(file), name: policyName(file) };
}

/** What people call a checkpoint: by its place in a run where its path tells that, else its file's name. */
export function policyName(path: string): string {
  const file = path.replaceAll('\\', '/');
  const folder = /(?:^|\/)(seed-\d+\/.*)\/[^/]*$/.exec(file)?.[1];
  const place = folder === undefined ? undefined : folderStage(folder)?.place;
  if (!place) return posix.basename(file);
  if (place.iteration === 0) return 'cloning';
  return `${place.arm === 'eto' ? '' : `${armNames[place.arm]}, `}iteration ${place.iteration}`;
}

async function changedSince({ path, name }: SubjectPolicy, { hash }: Artifact): Promise<string[]> {
  return (await fileHash(path)) === hash
    ? []
    : [`${path} (${name}) is not the file that the run speaks of: it has changed since.`];
}
