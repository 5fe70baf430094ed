import { hashOf } from '../configuration/canonical.ts';
import { HumanError, type Problem, problemText, type Read } from '../problem.ts';
import { encodeOpening, encodeOutcome, encodeStep, type Json, jsonLine } from '../trajectory/atif.ts';
import { decodeOutcome, decodeStep } from '../trajectory/decode.ts';
import { FieldError, type Fields, object, string } from '../trajectory/fields.ts';
import { readJsonLines } from '../trajectory/reader.ts';
import type { Outcome, Step } from '../trajectory/trajectory.ts';
import type { EpisodeEvent } from './episode.ts';
import type { ExplorationPlan } from './plan.ts';
import type { LineStore } from './store.ts';

const journalFormat = 'contrail-journal-1';

/** What a journal knows of one episode. */
export interface JournaledEpisode {
  readonly opening: string;
  readonly steps: readonly Step[];
  /** Present when the episode is finished. */
  readonly outcome?: Outcome;
}

/** What the first line of a journal says: the frozen plan and its hash. */
export interface JournalHeader {
  readonly hash: string;
  readonly plan: ExplorationPlan;
}

/** The first line. */
export function journalHeader(plan: ExplorationPlan): string {
  return jsonLine({ format: journalFormat, hash: hashOf(plan), plan: plan as unknown as Json });
}

/** Where and when something happened. */
export interface JournalPlace {
  readonly episode: string;
  /** Milliseconds since 1970. Times live in the journal alone. */
  readonly at: number;
}

/** The line of one event; a step is written as it will stand in the trajectory, `index` counted from 0. */
export function journalLine({ episode, at }: JournalPlace, event: EpisodeEvent, index: number): string {
  return jsonLine({ episode, at: new Date(at).toISOString(), ...journalContent(event, index) });
}

function journalContent(event: EpisodeEvent, index: number): Readonly<Record<string, Json>> {
  switch (event.kind) {
    case 'opened':
      return { step: encodeOpening(event.opening) };
    case 'stepped':
      return { step: encodeStep(event.step, index) };
    case 'restarted':
      return { restarted: event.reason };
    case 'ended':
      return { outcome: encodeOutcome(event.trajectory.outcome) };
  }
}

/** The header of a journal; undefined while it is empty. Throws `HumanError` where the first line is none. */
export async function readJournalHeader(journal: JournalSource): Promise<JournalHeader | undefined> {
  for await (const header of readLines(journal, decodeHeader)) return header;
  return undefined;
}

/** What a journal knows of the episodes that are `wanted`, by id. Throws `HumanError` for a line that is no part of a journal. */
export async function readJournal(
  journal: JournalSource,
  wanted: ReadonlySet<string>,
): Promise<Map<string, JournaledEpisode>> {
  const drafts = new Map<string, Draft>();
  let isHeader = true;
  const fold = (line: Fields) => {
    if (!isHeader) foldLine(line, { drafts, wanted });
    isHeader = false;
  };
  for await (const _ of readLines(journal, fold));
  const begun = new Map<string, JournaledEpisode>();
  for (const [id, { opening, steps, outcome }] of drafts) {
    // An environment that failed at once gave no opening; an episode with neither opening nor end has not begun.
    if (opening !== undefined || outcome) begun.set(id, { opening: opening ?? '', steps, ...(outcome && { outcome }) });
  }
  return begun;
}

type JournalSource = Pick<LineStore, 'name' | 'read'>;

/** The values of all lines. A line that cannot be decoded is damage, which a person has to look at. */
async function* readLines<T>(journal: JournalSource, decode: (line: Fields) => T): AsyncGenerator<T, void, void> {
  const read = (value: unknown, at: Pick<Problem, 'file' | 'line'>): Read<T> => {
    try {
      return { value: decode(object(value, 'the line')) };
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      return { problem: { ...at, field: error.field, message: error.message } };
    }
  };
  for await (const entry of readJsonLines({ source: journal.read(), file: journal.name }, read)) {
    if ('value' in entry) yield entry.value;
    else
      throw new HumanError(
        `The journal is damaged: ${problemText(entry.problem)} Cut the file off before this line; what it loses is played again.`,
        [entry.problem],
      );
  }
}

function decodeHeader(line: Fields): JournalHeader {
  if (line['format'] !== journalFormat)
    throw new FieldError('format', `Expected "${journalFormat}": the file is no journal, or one of another version.`);
  return { hash: string(line['hash'], 'hash'), plan: object(line['plan'], 'plan') as unknown as ExplorationPlan };
}

interface Draft {
  opening?: string;
  readonly steps: Step[];
  outcome?: Outcome;
}

function foldLine(
  line: Fields,
  { drafts, wanted }: { readonly drafts: Map<string, Draft>; readonly wanted: ReadonlySet<string> },
): void {
  const id = string(line['episode'], 'episode');
  if (!wanted.has(id)) return;
  const draft = drafts.get(id) ?? { steps: [] };
  drafts.set(id, draft);
  if (line['restarted'] !== undefined) drafts.delete(id);
  else if (line['outcome'] !== undefined) draft.outcome = decodeOutcome(line['outcome'], 'outcome');
  else {
    const step = object(line['step'], 'step');
    const expected = draft.opening === undefined ? 1 : draft.steps.length + 2;
    if (step['step_id'] !== expected)
      throw new FieldError('step.step_id', `Expected ${expected}: a step is missing before it.`);
    if (expected === 1) draft.opening = string(step['message'], 'step.message');
    else draft.steps.push(decodeStep(step, 'step'));
  }
}
