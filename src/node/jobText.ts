import { placeText, type Stage, stageFolder } from '../engine/iteration/place.ts';
import { plannedStages } from '../engine/iteration/plannedStages.ts';
import type { JobView } from './jobFollower.ts';
import { type JobProgress, secondsLeft } from './jobProgress.ts';

/** A stretch of time, rounded as people say it: `40s`, `3m`, `2h 10m`, `3d`. */
export function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
  return `${Math.round(hours / 24)}d`;
}

/** How long ago a time is: `just now`, `3 hours ago`. Both in milliseconds. */
export function agoText(time: number, now: number): string {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${count(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${count(hours, 'hour')} ago` : `${count(Math.floor(hours / 24), 'day')} ago`;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** What a stage is called while it is at work. */
export const stageNames: Readonly<Record<Stage, string>> = {
  pretrain: 'pretrain',
  demonstrate: 'demonstrate',
  explore: 'explore',
  pairs: 'pair',
  train: 'train',
  evaluate: 'evaluate',
};

/** How far a stage has come, without its place: `explore 312/1000 · 1m left`. */
export function progressText(progress: JobProgress, now: number): string {
  const { stage, done, total, isStopping, summary } = progress;
  const name = stageNames[stage];
  const count = done === undefined || summary !== undefined ? name : `${name} ${done}/${total}`;
  if (isStopping) return `${count} · stopping`;
  const left = secondsLeft(progress, now);
  return left === undefined ? count : `${count} · ${durationText(left)} left`;
}

/** Where a job is in its run, and how far there: `seed 1, iteration 1 · explore 312/1000 · 1m left`. */
export function placedProgressText(progress: JobProgress, now: number): string {
  return `${placeText(progress.place)} · ${progressText(progress, now)}`;
}

/** Where a job was when it ended: `seed 1, iteration 1, explore 250/1000`. */
export function lastPlaceText(progress: JobProgress): string {
  return `${placeText(progress.place)}, ${progressText({ ...progress, isStopping: false, reports: [] }, 0)}`;
}

/** How a job stands, in one line that needs no more than the job's name before it. */
export function stateText({ state, progress }: JobView, now: number): string {
  const where = progress ? ` at ${lastPlaceText(progress)}` : '';
  const ended = state.exit ? ` ${agoText(Date.parse(state.exit.time), now)}` : '';
  switch (state.status) {
    case 'running':
      return progress ? `running · ${placedProgressText(progress, now)}` : 'running · starting';
    case 'finished':
      return `finished${ended}`;
    case 'stopped':
      return `stopped${ended}${where}`;
    case 'failed':
      return `failed${ended}: ${state.exit?.message ?? 'the log tells why'}`;
    case 'gone':
      return `its process is gone${where && `, last seen${where}`}`;
  }
}

/** The part of the whole loop that is done, 0 to 1; of a command for one stage, the part of that stage. */
export function doneFraction({ state, progress }: JobView): number | undefined {
  if (!progress) return undefined;
  const { place, stage, done, total, summary } = progress;
  const inStage = summary !== undefined ? 1 : done === undefined || !total ? 0 : done / total;
  if (!isLoopCommand(state.job.command)) return inStage;
  const { policy, ...plan } = state.job.configuration;
  const planned = plannedStages({ ...plan, isFresh: policy.kind === 'builtin' && policy.fresh !== undefined });
  const index = planned.indexOf(stageFolder(place, stage));
  return index < 0 ? undefined : (index + inStage) / planned.length;
}

/** Whether a command line is one for the whole loop. */
export function isLoopCommand(command: string): boolean {
  return /^contrail (iterate|demo|experiment)\b/.test(command);
}
