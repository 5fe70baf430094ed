import { isRecord } from '../engine/configuration/canonical.ts';
import { type Place, type Stage, stageFolder } from '../engine/iteration/place.ts';
import { placeOf } from '../engine/training/metricsLine.ts';

/** What a job's events tell of its run, besides how far it is. */
export class RunLog {
  /** How stages went, by their folders. */
  readonly summaries = new Map<string, string>();
  /** Steps that trainings will take, by their stages' folders. */
  readonly totals = new Map<string, number>();
  /** The job's warnings, each once. */
  readonly notes = new Set<string>();
  /** The stage that has begun last, until it ends. A job that is gone may have left it. */
  running: { readonly place: Place; readonly stage: Stage } | undefined;
  /** Folders of finished stages whose `stage.json` nobody has asked for yet. */
  readonly finished = new Set<string>();

  /** Takes one line of `events.jsonl`; false for one that is no event. Kinds that nobody knows are passed over. */
  take(text: string): boolean {
    // A result repeats what the report says, with the score of every task.
    if (/^\{"time":"[^"]*","kind":"result"/.test(text)) return true;
    const event = parse(text);
    if (!isRecord(event) || typeof event['kind'] !== 'string') return false;
    const { kind, stage, total, summary, message } = event;
    if (kind === 'job-started' || kind === 'job-ended') this.running = undefined;
    if (kind === 'job-note' && event['level'] === 'warning' && typeof message === 'string') this.notes.add(message);
    const place = placeOf(event['place']);
    if (!place || typeof stage !== 'string') return true;
    const folder = stageFolder(place, stage as Stage);
    if (kind === 'stage-started') this.running = { place, stage: stage as Stage };
    if (kind === 'stage-progress' && stage === 'train' && typeof total === 'number') this.totals.set(folder, total);
    if (kind === 'stage-finished') {
      this.running = undefined;
      this.finished.add(folder);
      if (typeof summary === 'string') this.summaries.set(folder, summary);
    }
    return true;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
