import { problemText } from '../engine/problem.ts';
import { visible } from '../engine/trajectory/visible.ts';
import type { JobAction, RunHead } from '../protocol/dashboard.ts';
import type { JobView } from './jobFollower.ts';
import { doneFraction, stateText } from './jobText.ts';

/** What a run's head is made of besides how its job stands. */
export interface RunHeadOptions {
  /** The folder's URI. */
  readonly run: string;
  readonly name: string;
  readonly folder: string;
  /** Whether jobs may be asked to do something here. */
  readonly mayRun: boolean;
  readonly canResume: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The head of a run on this machine. */
export function runHead(view: JobView, { run, name, folder, mayRun, canResume, now }: RunHeadOptions): RunHead {
  const { state, progress } = view;
  const isRunning = state.status === 'running';
  const fraction = isRunning ? doneFraction(view) : undefined;
  const activity = isRunning ? progress?.what : undefined;
  const actions: readonly JobAction[] = [
    ...(mayRun && isRunning && !progress?.isStopping ? (['stop'] as const) : []),
    ...(mayRun && canResume ? (['resume'] as const) : []),
    'show',
  ];
  return {
    run,
    name: visible(name),
    folder: visible(folder),
    status: state.status,
    statusText: visible(state.status === 'failed' ? 'failed' : stateText(view, now)),
    ...(fraction !== undefined && { fraction }),
    ...(activity !== undefined && { activity: visible(activity) }),
    ...(state.status === 'failed' && { failure: failureOf(view) }),
    notes: [],
    actions,
  };
}

function failureOf({ state: { exit } }: JobView): NonNullable<RunHead['failure']> {
  const { message = 'It did not say why; its log may.', problems = [] } = exit ?? {};
  return { message: visible(message), problems: problems.map(problem => visible(problemText(problem))) };
}

/** The head of a run that can only be read, because nobody here knows of its job; `statusText` says why. */
export function readOnlyRunHead(
  options: Pick<RunHeadOptions, 'run' | 'name' | 'folder'> & { readonly statusText: string },
): RunHead {
  const { run, name, folder, statusText } = options;
  return { run, name: visible(name), folder: visible(folder), status: 'unknown', statusText, notes: [], actions: [] };
}
