import { posix } from 'node:path';
import { changesName } from '../engine/analysis/changesFile.ts';
import { armNames, stageFolder } from '../engine/iteration/place.ts';
import { type AskedPlace, changeSubject, policyName, type SubjectPolicy } from './changeSubject.ts';
import { RunFolder } from './stages/runFolder.ts';

/** A file, and what the report calls it. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** What is compared, by what. */
export interface ChangesOrder {
  readonly title: string;
  /** Absent where only failures are compared. */
  readonly policies?: { readonly before: SubjectPolicy; readonly after: SubjectPolicy };
  /** Files of episodes whose turns are measured and summed. */
  readonly summed: readonly NamedFile[];
  /** Files of episodes that the two policies have played. */
  readonly played?: { readonly before: NamedFile; readonly after: NamedFile };
  /** Pair files, named relative to `run`. */
  readonly run: RunFolder;
  readonly pairs: readonly NamedFile[];
  readonly beta: number;
  /** Where the changes of single episodes go; absent to write none. */
  readonly target?: string;
  /** At most so many episodes and pairs of a file are measured. */
  readonly limit?: number;
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly notes: readonly string[];
}

/** What a person asks for; what is absent is as the run has it. */
export interface AskedChanges extends AskedPlace {
  readonly run?: string;
  readonly before?: string;
  readonly after?: string;
  readonly episodes?: readonly string[];
  readonly played?: readonly [before: string, after: string];
  readonly limit?: number;
  readonly threads: number;
  readonly signal?: AbortSignal;
}

/** The order that a question comes to. Throws a `HumanError` where a run has no such iteration. */
export async function changesOrder(asked: AskedChanges): Promise<ChangesOrder> {
  return asked.run === undefined ? orderOfFiles(asked) : orderOfRun(asked, new RunFolder(asked.run));
}

function orderOfFiles(asked: AskedChanges): ChangesOrder {
  const { before, after, episodes = [], limit, threads, signal } = asked;
  const played = playedFiles(asked);
  const policies =
    before !== undefined && after !== undefined ? { before: given(before), after: given(after) } : undefined;
  const names = policies ? [policies.before.name, policies.after.name] : [played!.before.name, played!.after.name];
  return {
    title: names.join(' → '),
    ...(policies && { policies }),
    summed: episodes.map(file => ({ path: file, name: file })),
    ...(played && { played }),
    ...{ run: new RunFolder('.'), pairs: [], beta: 1, threads, notes: [] },
    ...(limit !== undefined && { limit }),
    ...(signal && { signal }),
  };
}

async function orderOfRun(asked: AskedChanges, run: RunFolder): Promise<ChangesOrder> {
  const { before, after, episodes, limit, threads, signal } = asked;
  const subject = await changeSubject(run, asked);
  const { place, pairs, played, notes } = subject;
  const named = (file: string): NamedFile => ({ path: run.pathOf(file), name: file });
  const policies = {
    before: before === undefined ? subject.before : given(before),
    after: after === undefined ? subject.after : given(after),
  };
  const isOwn = before === undefined && after === undefined;
  const folder = posix.dirname(stageFolder(place, 'train'));
  const missing = (['before', 'after'] as const).filter(side => played[side] === undefined);
  const files =
    playedFiles(asked) ??
    (isOwn && missing.length === 0 ? { before: named(played.before!), after: named(played.after!) } : undefined);
  const isTrained = subject.beta !== undefined && subject.beta > 0;
  return {
    title: `${policies.before.name} → ${policies.after.name} (${armNames[place.arm]}, seed ${place.seed})`,
    policies,
    summed: episodes?.map(file => ({ path: file, name: file })) ?? subject.episodes.map(named),
    ...(files && { played: files }),
    run,
    pairs: pairs.map(named),
    beta: isTrained ? subject.beta : 1,
    // What is kept beside an iteration is about its own two policies and its own episodes, all of them.
    ...(isOwn && episodes === undefined && limit === undefined && { target: run.pathOf(`${folder}/${changesName}`) }),
    ...(limit !== undefined && { limit }),
    threads,
    ...(signal && { signal }),
    notes: [
      ...notes,
      ...(files ? [] : missing.map(side => `${policies[side].name} has not been evaluated: no failures are compared.`)),
      ...(pairs.length > 0 && !isTrained
        ? ['It was trained with β 0; the rewards here are with β 1, so in nats.']
        : []),
    ],
  };
}

function playedFiles({ played }: AskedChanges): ChangesOrder['played'] {
  const [before, after] = played ?? [];
  return before === undefined || after === undefined
    ? undefined
    : { before: { path: before, name: before }, after: { path: after, name: after } };
}

function given(file: string): SubjectPolicy {
  return { path: file, name: policyName(file) };
}
