import { HumanError } from '../problem.ts';
import { count, FieldError, object, oneOf, optional, string } from '../trajectory/fields.ts';
import { lines } from '../trajectory/lines.ts';
import type { ExplorationStore, LineStore } from './store.ts';

/** What tells a complete exploration from a partial one. */
export interface ExplorationMarker {
  readonly status: 'complete' | 'partial';
  /** Episodes of the plan. */
  readonly total: number;
  /** Hash of the plan. */
  readonly plan: string;
  /** Size of the complete trajectory file: one that was cut since is recognised. */
  readonly bytes?: number;
}

/** How far an exploration is. */
export interface ExplorationStatus {
  readonly status: 'complete' | 'partial';
  /** Episodes that are stored. */
  readonly done: number;
  readonly total: number;
}

/** Where a marker is kept. */
export type MarkerStore = Pick<ExplorationStore, 'name' | 'readMarker' | 'writeMarker'>;

const markerFormat = 'contrail-exploration-1';
const readStatus = oneOf(['complete', 'partial']);

/** The marker; undefined where no exploration has begun. Throws `HumanError` where it cannot be understood. */
export async function readMarker(store: MarkerStore): Promise<ExplorationMarker | undefined> {
  const text = await store.readMarker();
  if (text === undefined) return undefined;
  try {
    const marker = object(JSON.parse(text), 'the marker');
    if (marker['format'] !== markerFormat) throw new FieldError('format', `Expected "${markerFormat}".`);
    const bytes = optional(marker['bytes'], 'bytes', count);
    return {
      status: readStatus(marker['status'], 'status'),
      total: count(marker['total'], 'total'),
      plan: string(marker['plan'], 'plan'),
      ...(bytes !== undefined && { bytes }),
    };
  } catch (error) {
    const reason = error instanceof FieldError ? `${error.field}: ${error.message}` : 'it is not JSON.';
    throw new HumanError(
      `The marker of the exploration in ${store.name} cannot be read: ${reason} Delete it; it is written again when the exploration goes on.`,
    );
  }
}

export async function writeMarker(
  store: MarkerStore,
  { status, total, plan, bytes }: ExplorationMarker,
): Promise<void> {
  await store.writeMarker(`${JSON.stringify({ format: markerFormat, status, total, plan, bytes }, undefined, 2)}\n`);
}

/** How far the exploration in `store` is; undefined where none has begun. */
export async function explorationStatus(
  store: MarkerStore & { readonly trajectories: Pick<LineStore, 'size' | 'read'> },
): Promise<ExplorationStatus | undefined> {
  const marker = await readMarker(store);
  if (!marker) return undefined;
  const { total, bytes } = marker;
  const size = store.trajectories.size();
  if (marker.status === 'complete' && bytes === size) return { status: 'complete', done: total, total };
  let done = 0;
  if (size > 0) {
    for await (const batch of lines(store.trajectories.read()))
      done += batch.filter(({ bytes }) => bytes?.at(-1) === 0x0a).length;
  }
  return { status: 'partial', done, total };
}
