import { availableParallelism } from 'node:os';
import { SingleBar } from 'cli-progress';
import { type Command, Option } from 'commander';
import { changesText } from '../engine/analysis/changesText.ts';
import { turnManners } from '../engine/analysis/turnTally.ts';
import { type Arm, arms } from '../engine/iteration/place.ts';
import { problemText } from '../engine/problem.ts';
import { type ChangesEvent, readChangesOf } from '../node/changeReport.ts';
import { type AskedChanges, changesOrder } from '../node/changesOrder.ts';
import { addCommand, wholeNumber } from './command.ts';
import { exitCodes, UsageError } from './exitCode.ts';
import { print, printJson, tell } from './output.ts';

interface ChangesFlags {
  readonly seed?: number;
  readonly iteration?: number;
  readonly arm?: Arm;
  readonly before?: string;
  readonly after?: string;
  readonly episodes?: readonly string[];
  readonly played?: readonly string[];
  readonly limit?: number;
  readonly threads: number;
  readonly json?: true;
}

/** Adds `changes`: what an iteration has changed, in what policies fail at and in which turns they find likely. */
export function registerChanges(program: Command): void {
  addCommand(program, {
    name: 'changes',
    summary:
      'tell what an iteration has changed: failures by kind, turns that became less or more likely, rewards of its pairs',
    example: 'contrail changes runs/first --iteration 2',
  })
    .argument('[run]', 'the run folder; without it, two checkpoints are compared on any episodes')
    .option('--seed <number>', 'the seed (default: the lowest)', wholeNumber(0))
    .option(
      '--iteration <number>',
      'the iteration, against the policy that it started from (default: the latest)',
      wholeNumber(0),
    )
    .addOption(
      new Option('--arm <name>', 'ETO or a baseline (default: eto)').choices(arms.filter(arm => arm !== 'best-of-n')),
    )
    .option('--before <checkpoint>', 'compare from this checkpoint')
    .option('--after <checkpoint>', 'compare to this checkpoint')
    .option('--episodes <file...>', 'measure the turns of these files of episodes (default: what the run has explored)')
    .option('--played <file...>', 'compare the failures in two files of episodes, the one before and the one after')
    .option('--limit <count>', 'measure only the first episodes of each file', wholeNumber(1))
    .option(
      '--threads <count>',
      'worker threads; the result does not depend on them',
      wholeNumber(1),
      availableParallelism(),
    )
    .option('--json', 'print a JSON line a turn, a kind of failure, a task, a kind of turn and a pair')
    .action(async (run: string | undefined, flags: ChangesFlags) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      const order = await changesOrder({ ...asked(run, flags), signal: stop.signal });
      const follow = flags.json ? printTurns : () => {};
      const report = await followed(readChangesOf(order), follow);
      if (!flags.json) return print(changesText(report));
      const { failures, turns, pairs, ...rest } = report;
      for (const { kind, ...values } of failures?.kinds ?? []) printJson({ kind: 'failures', of: kind, ...values });
      for (const task of failures?.tasks ?? []) printJson({ kind: 'task', ...task });
      for (const group of turns?.groups ?? []) printJson({ kind: 'turns', ...group });
      for (const pair of pairs?.changes ?? []) printJson({ kind: 'pair', ...pair });
      const totals = pairs && { files: pairs.files, beta: pairs.beta, ...pairs.totals };
      printJson({
        kind: 'done',
        ...rest,
        ...(failures && { success: failures.success }),
        ...(totals && { pairs: totals }),
      });
    });
}

function asked(run: string | undefined, flags: ChangesFlags): AskedChanges {
  const { played, json: _, ...rest } = flags;
  if (played && played.length !== 2)
    throw new UsageError(`--played names two files, the episodes before and those after; here are ${played.length}.`);
  if (run === undefined) {
    const { before, after, episodes } = flags;
    const isPair = before !== undefined && after !== undefined;
    if ((before === undefined) !== (after === undefined))
      throw new UsageError('Without a run, --before and --after go together.');
    if (isPair && !episodes) throw new UsageError('Without a run, name files of episodes with --episodes.');
    if (!isPair && episodes)
      throw new UsageError(
        '--episodes is measured under two checkpoints: name them with --before and --after, or name a run.',
      );
    if (!isPair && !played)
      throw new UsageError(
        'Name a run, or two checkpoints with --before, --after and --episodes, or two files with --played.',
      );
  }
  const [before, after] = played ?? [];
  return {
    ...rest,
    ...(run !== undefined && { run }),
    ...(before !== undefined && after !== undefined && { played: [before, after] as const }),
  };
}

/** Problems that are told one by one; of more, the number is. */
const problemsTold = 20;

/** The result of some work, its progress on standard error. */
async function followed<T>(
  work: AsyncGenerator<ChangesEvent, T>,
  onEpisode: (event: EpisodeEvent) => void,
): Promise<T> {
  const bar = process.stderr.isTTY
    ? new SingleBar({
        stream: process.stderr,
        format: ' {bar} {value}/{total} episodes, {eta_formatted} left',
        clearOnComplete: true,
      })
    : undefined;
  let isStarted = false;
  let problems = 0;
  try {
    for (;;) {
      const next = await work.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'episode') onEpisode(event);
      else if (event.kind === 'problem') {
        problems += 1;
        if (problems <= problemsTold) tell(`left out: ${problemText(event.problem)}`);
        process.exitCode = exitCodes.problems;
      } else if (bar) {
        if (!isStarted) bar.start(event.total, 0);
        isStarted = true;
        bar.update(event.done);
      } else if (event.done % 1000 === 0) tell(`  ${event.done} of ${event.total} episodes`);
    }
  } finally {
    bar?.stop();
    if (problems > problemsTold) tell(`left out: ${problems - problemsTold} more`);
  }
}

type EpisodeEvent = Extract<ChangesEvent, { kind: 'episode' }>;

function printTurns({ file, measured: { episode, turns } }: EpisodeEvent): void {
  for (const [step, manner] of turnManners(episode).entries()) {
    const { action } = episode.steps[step]!;
    const { action: part, ...values } = turns[step]!;
    printJson({
      kind: 'turn',
      file,
      episode: episode.id,
      step: step + 1,
      action,
      ...manner,
      ...values,
      actionPart: part,
    });
  }
}
