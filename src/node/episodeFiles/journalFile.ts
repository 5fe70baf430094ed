import { type JournaledEpisode, readJournal, readJournalHeader } from '../../engine/exploration/journal.ts';
import { type EpisodeOrder, ordersOf } from '../../engine/exploration/plan.ts';
import { HumanError } from '../../engine/problem.ts';
import { type Line, lines } from '../../engine/trajectory/lines.ts';
import type { RunningEpisode } from '../../protocol/episodeFiles.ts';
import { errorCode } from '../fileError.ts';
import type { ByteSource, SourceState } from './byteSource.ts';

const chunkSize = 1 << 18;
const lineFeed = 0x0a;

/** What stands where no journal is. */
const nothing: SourceState = { size: 0, modified: 0, identity: '' };

/** How a line begins that tells which episode something happened to, and what. */
const lineHead = /^\{"episode":("(?:[^"\\]|\\.)*"),"at":"([^"]*)","(step|restarted|outcome)":/;

/** Room for the heads of all lines but those with the longest ids, which are parsed as a whole. In bytes. */
const headSize = 600;

/** The lines of one episode since it was opened last. */
interface Trace {
  /** Offset and length of each, in bytes. */
  readonly spans: number[];
  readonly startedAt: number;
  changedAt: number;
  steps: number;
  isEnded: boolean;
}

/** An episode as it stands in a journal. */
export interface JournalEntry {
  readonly order: EpisodeOrder;
  readonly episode: JournaledEpisode;
}

/** The step journal beside a file of episodes: read once, and on where it has grown. Rejects with a `HumanError` where it is none. */
export class JournalFile {
  readonly #name: string;
  readonly #source: ByteSource;
  #traces = new Map<string, Trace>();
  #orders: ReadonlyMap<string, EpisodeOrder> | undefined;
  #identity = '';
  /** Bytes of the whole lines that were read. */
  #end = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(name: string, source: ByteSource) {
    this.#name = name;
    this.#source = source;
  }

  /** The episodes that are opened and not ended, the newest first. */
  async running(): Promise<RunningEpisode[]> {
    await this.#refresh();
    const running = [...this.#traces].flatMap(([id, { steps, startedAt, changedAt, isEnded }]) => {
      const order = this.#orders?.get(id);
      if (isEnded || !order) return [];
      return { id, task: order.task, rollout: order.source.rollout, steps, startedAt, changedAt };
    });
    return running.sort((left, right) => right.startedAt - left.startedAt);
  }

  /** One episode; undefined when the journal does not know it. */
  async episode(id: string): Promise<JournalEntry | undefined> {
    await this.#refresh();
    const order = this.#orders?.get(id);
    const trace = this.#traces.get(id);
    if (!order || !trace) return undefined;
    const read = () => this.#linesAt(trace.spans.slice());
    const episode = (await readJournal({ name: this.#name, read }, new Set([id]))).get(id);
    return episode && { order, episode };
  }

  async close(): Promise<void> {
    await this.#reading.catch(() => {});
    await this.#source.close();
  }

  /** One after the other: each reads on where the one before has ended. */
  #refresh(): Promise<void> {
    const next = this.#reading.catch(() => {}).then(() => this.#readOn());
    this.#reading = next;
    return next;
  }

  async #readOn(): Promise<void> {
    const state = await this.#source.state().catch(error => {
      if (error instanceof HumanError && errorCode(error.cause) === 'ENOENT') return nothing;
      throw error;
    });
    const { size, identity } = state;
    if (identity !== this.#identity || size < this.#end) {
      await this.#source.close();
      this.#traces = new Map();
      this.#orders = undefined;
      this.#end = 0;
      this.#identity = identity;
    }
    const start = this.#end;
    if (size === start) return;
    for await (const batch of lines(this.#bytes(start))) {
      for (const line of batch) {
        // A line without its end is not written yet.
        if (line.bytes?.at(-1) !== lineFeed) continue;
        if (!this.#orders) this.#orders = await ordersIn(this.#name, line.bytes.slice());
        else this.#take(line.bytes, { ...line, offset: start + line.offset });
        this.#end = start + line.offset + line.length;
      }
    }
  }

  #take(bytes: Uint8Array, { offset, length }: Pick<Line, 'offset' | 'length'>): void {
    const head = headOf(bytes);
    if (!head) return;
    const { episode, at, kind } = head;
    if (kind === 'restarted') {
      this.#traces.delete(episode);
      return;
    }
    const known = this.#traces.get(episode);
    const trace = known ?? { spans: [], startedAt: at, changedAt: at, steps: -1, isEnded: false };
    if (!known) this.#traces.set(episode, trace);
    trace.spans.push(offset, length);
    trace.changedAt = at;
    if (kind === 'outcome') trace.isEnded = true;
    else trace.steps++;
  }

  async *#bytes(from: number): AsyncGenerator<Uint8Array, void> {
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (let at = from; ; ) {
      const length = await this.#source.read(buffer, at);
      if (length === 0) return;
      yield buffer.subarray(0, length);
      at += length;
    }
  }

  /** A journal of these lines alone. Lines that lie near each other are read at once. */
  async *#linesAt(spans: readonly number[]): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from('{}\n');
    for (let at = 0; at < spans.length; ) {
      const start = spans[at]!;
      let end = at;
      while (end < spans.length && spans[end]! + spans[end + 1]! - start <= chunkSize) end += 2;
      // A line that is longer than that is read alone.
      end = Math.max(end, at + 2);
      const buffer = Buffer.allocUnsafe(spans[end - 2]! + spans[end - 1]! - start);
      const bytes = buffer.subarray(0, await this.#source.read(buffer, start));
      for (; at < end; at += 2) yield bytes.subarray(spans[at]! - start, spans[at]! - start + spans[at + 1]!);
    }
  }
}

interface LineHead {
  readonly episode: string;
  readonly at: number;
  readonly kind: string;
}

/** What a line's beginning says; undefined when it tells of no episode. */
function headOf(bytes: Uint8Array): LineHead | undefined {
  const text = (to: number) => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, to)).toString('utf8');
  const match = lineHead.exec(text(headSize));
  try {
    if (match) return { episode: JSON.parse(match[1]!) as string, at: Date.parse(match[2]!), kind: match[3]! };
    const line = JSON.parse(text(bytes.length)) as Readonly<Record<string, unknown>>;
    const kind = ['step', 'restarted', 'outcome'].find(each => line[each] !== undefined);
    if (typeof line['episode'] !== 'string' || !kind) return undefined;
    return { episode: line['episode'], at: Date.parse(String(line['at'])), kind };
  } catch {
    return undefined;
  }
}

/** The episodes of the plan in a journal's first line. */
async function ordersIn(name: string, line: Uint8Array): Promise<ReadonlyMap<string, EpisodeOrder>> {
  const read = async function* () {
    yield line;
  };
  const header = await readJournalHeader({ name, read });
  try {
    return new Map(ordersOf(header!.plan).map(order => [order.id, order]));
  } catch (error) {
    throw new HumanError(`${name}: the plan in the first line cannot be understood.`, [], { cause: error });
  }
}
