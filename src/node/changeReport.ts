import { dirname, relative, sep } from 'node:path';
import { type ComparedPolicy, encodeEpisodeChange } from '../engine/analysis/changesFile.ts';
import type { ChangesReport } from '../engine/analysis/changesReport.ts';
import { failureChanges } from '../engine/analysis/failureChange.ts';
import { pairTotals } from '../engine/analysis/pairChange.ts';
import type { MeasuredEpisode } from '../engine/analysis/turnChange.ts';
import { TurnTally } from '../engine/analysis/turnTally.ts';
import type { Problem } from '../engine/problem.ts';
import { lines } from '../engine/trajectory/lines.ts';
import type { Trajectory } from '../engine/trajectory/trajectory.ts';
import { type ChangeMeasurement, openMeasurement } from './changeMeasurement.ts';
import type { ChangesOrder, NamedFile } from './changesOrder.ts';
import { resolvedPairs } from './stages/resolvedPairs.ts';
import { openTrajectoryFile } from './trajectoryFile.ts';
import { trajectoriesIn } from './trajectoryReader.ts';
import { writeWhole } from './wholeFile.ts';

/** What happens while changes are read. */
export type ChangesEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'episode'; readonly file: string; readonly measured: MeasuredEpisode<Trajectory> };

type Events<T> = AsyncGenerator<ChangesEvent, T>;

/**
 * Reads what an order asks for, leaves the changes of its episodes in the order's file, and returns the report. Lines
 * that are no episodes are told and left out. Throws a `HumanError` where nothing can be said.
 */
export async function* readChangesOf(order: ChangesOrder): Events<ChangesReport> {
  const { title, policies, notes } = order;
  const failures = yield* failuresOf(order);
  const rest: Partial<ChangesReport> = policies ? yield* measuredParts(order, policies) : {};
  const report = { title, notes, ...(failures && { failures }), ...rest };
  return { ...report, open: commands(report, order) };
}

/** Command lines that show the first of what the report speaks of. */
function commands(
  { failures, turns }: Omit<ChangesReport, 'open'>,
  { summed, played, policies }: ChangesOrder,
): string[] {
  const show = (path: string, episode: string, more = '') =>
    `contrail show ${shellWord(path)} --episode ${shellWord(episode)}${more}`;
  const task = failures?.tasks.find(({ change }) => change === 'broken' || change === 'fixed');
  const turn = turns?.less[0] ?? turns?.more[0];
  const file = turn && summed.find(({ name }) => name === turn.file);
  const sides =
    task && played ? [show(played.before.path, task.before.id), show(played.after.path, task.after.id)] : [];
  const under = policies && ` --checkpoint ${shellWord(policies.after.path)}`;
  return [...sides, ...(turn && file ? [show(file.path, turn.episode, under)] : [])];
}

function shellWord(text: string): string {
  return /^[\w./#:-]+$/.test(text) && !text.startsWith('#') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

async function* failuresOf({ played }: ChangesOrder): Events<ChangesReport['failures']> {
  if (!played) return undefined;
  const before = yield* episodesIn(played.before);
  const after = yield* episodesIn(played.after);
  return { files: [played.before.name, played.after.name], ...failureChanges(before, after) };
}

async function* episodesIn({ path }: NamedFile): Events<Trajectory[]> {
  const episodes: Trajectory[] = [];
  for await (const read of trajectoriesIn(path)) {
    if ('problem' in read) yield { kind: 'problem', problem: read.problem };
    else episodes.push(read.value);
  }
  return episodes;
}

async function* measuredParts(
  order: ChangesOrder,
  policies: NonNullable<ChangesOrder['policies']>,
): Events<Partial<ChangesReport>> {
  const { threads, signal } = order;
  const measurement = await openMeasurement({ ...policies, threads, ...(signal && { signal }) });
  try {
    const { before, after } = measurement;
    const turns = yield* turnsOf(order, measurement);
    const pairs = yield* pairsOf(order, measurement);
    return { before, after, ...(turns && { turns }), ...(pairs && { pairs }) };
  } finally {
    await measurement.dispose();
  }
}

/** Measures the files to sum, then those that are only written down for the editor. */
async function* turnsOf(order: ChangesOrder, measurement: ChangeMeasurement): Events<ChangesReport['turns']> {
  const { summed, played, limit, target } = order;
  const others = played && target ? [played.before, played.after] : [];
  const files = [...summed, ...others.filter(({ path }) => !summed.some(file => file.path === path))];
  const counts = await Promise.all(files.map(file => episodeCount(file, limit)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const tally = new TurnTally();
  const written: string[] = [];
  let done = 0;
  for (const file of files) {
    const problems: Problem[] = [];
    for await (const measured of measurement.turns(sound(file, problems, limit))) {
      if (summed.includes(file)) {
        tally.add(file.name, measured);
        yield { kind: 'episode', file: file.name, measured };
      }
      if (target) written.push(changeLine(measured, { file, target, measurement }));
      yield { kind: 'progress', done: ++done, total };
    }
    // Those of the played files were told when their failures were read.
    if (summed.includes(file)) for (const problem of problems) yield { kind: 'problem', problem };
  }
  if (target && written.length > 0) await writeWhole(target, written.join(''));
  if (tally.episodes === 0) return undefined;
  const { episodes, turns } = tally;
  const sums = { groups: tally.groups(), less: tally.notable('less'), more: tally.notable('more') };
  return { files: summed.map(({ name }) => name), episodes, turns, ...sums };
}

async function* sound({ path }: NamedFile, problems: Problem[], limit = Number.POSITIVE_INFINITY) {
  let count = 0;
  for await (const read of trajectoriesIn(path)) {
    if ('problem' in read) problems.push(read.problem);
    else yield read.value;
    if (++count >= limit) return;
  }
}

async function episodeCount({ path }: NamedFile, limit = Number.POSITIVE_INFINITY): Promise<number> {
  const file = await openTrajectoryFile(path, path);
  try {
    let count = 0;
    for await (const batch of lines(file.bytes())) count += batch.length;
    return Math.min(count, limit);
  } finally {
    await file.close();
  }
}

interface Written {
  readonly file: NamedFile;
  readonly target: string;
  readonly measurement: { readonly before: ComparedPolicy; readonly after: ComparedPolicy };
}

function changeLine({ episode, turns }: MeasuredEpisode<Trajectory>, { file, target, measurement }: Written): string {
  const line = encodeEpisodeChange({
    file: relative(dirname(target), file.path).replaceAll(sep, '/'),
    id: episode.id,
    from: measurement.before,
    to: measurement.after,
    before: turns.map(({ before }) => before),
    after: turns.map(({ after }) => after),
    tokens: turns.map(({ tokens }) => tokens),
    actionBefore: turns.map(({ action }) => action.before),
    actionAfter: turns.map(({ action }) => action.after),
  });
  return `${line}\n`;
}

async function* pairsOf(
  { run, pairs, beta, limit }: ChangesOrder,
  measurement: ChangeMeasurement,
): Events<ChangesReport['pairs']> {
  const problems: Problem[] = [];
  const tell = (found: readonly Problem[]) => problems.push(...found);
  const resolved = await Promise.all(
    pairs.map(({ name }) => resolvedPairs(run, name, { tell, ...(limit !== undefined && { limit }) })),
  );
  for (const problem of problems) yield { kind: 'problem', problem };
  const changes = await measurement.rewards(resolved.flat(), beta);
  const totals = pairTotals(changes);
  return totals ? { files: pairs.map(({ name }) => name), beta, totals, changes } : undefined;
}
