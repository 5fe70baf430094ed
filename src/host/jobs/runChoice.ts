import { hashOf } from '../../engine/configuration/canonical.ts';
import { frozen } from '../../engine/configuration/frozen.ts';
import type { Configuration } from '../../engine/configuration/schema.ts';
import type { JobCommand } from '../../node/jobCommand.ts';
import type { JobView } from '../../node/jobFollower.ts';
import { stateText } from '../../node/jobText.ts';

/** What a person may choose when a job is to be started. */
export interface RunChoice {
  /** `limited`: a new run of few tasks; how many is still to be asked. */
  readonly kind: 'new' | 'limited' | 'go-on' | 'show';
  readonly label: string;
  readonly description: string;
  /** Name of the run's folder. */
  readonly name: string;
}

export interface RunChoiceOptions {
  readonly command: JobCommand;
  readonly configuration: Configuration;
  /** The runs beside the configuration by the names of their folders, newest first. */
  readonly runs: ReadonlyMap<string, JobView>;
  /** Whether something of this name is among the runs, run or not. */
  isTaken(name: string): boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The choices, the most sensible first. */
export function runChoices({ command, configuration, runs, isTaken, now }: RunChoiceOptions): readonly RunChoice[] {
  const hash = hashOf(frozen(configuration));
  const goOn = [...runs].flatMap(([name, view]): RunChoice[] => {
    const description = stateText(view, now);
    if (view.state.status === 'running') return [{ kind: 'show', label: `$(pulse) Show ${name}`, description, name }];
    if (view.state.job.hash !== hash) return [];
    return [{ kind: 'go-on', label: `$(debug-continue) Go on with ${name}`, description, name }];
  });
  const name = freshName(configuration.name, isTaken);
  const fresh: readonly RunChoice[] = [
    { kind: 'new', label: `$(play) Start ${name}`, description: scopeText(command, configuration), name },
    {
      kind: 'limited',
      label: `$(beaker) Start ${name} with a few tasks…`,
      description: 'to see whether all is well',
      name,
    },
  ];
  const [latest] = goOn.filter(({ kind }) => kind === 'go-on');
  const isDone = command === 'iterate' && latest && runs.get(latest.name)?.state.status === 'finished';
  const running = goOn.filter(({ kind }) => kind === 'show');
  const others = goOn.filter(({ kind }) => kind !== 'show');
  return isDone ? [...running, ...fresh, ...others] : [...running, ...others, ...fresh];
}

/** The name of the experiment, or that with the first number that is free. */
export function freshName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) if (!isTaken(`${name}-${number}`)) return `${name}-${number}`;
}

function scopeText(command: JobCommand, { environment, explore, iterations, seeds, evaluate }: Configuration): string {
  const { train } = environment.tasks;
  const many = seeds.length > 1 ? ` · ${seeds.length} seeds` : '';
  switch (command) {
    case 'iterate':
      return `${iterations} iterations of ${train} tasks × ${explore.rollouts}${many}`;
    case 'explore':
      return `${train} tasks × ${explore.rollouts}${many}`;
    case 'evaluate':
      return `on ${evaluate.splits.join(' and ')}${many}`;
    case 'pair':
    case 'train':
      return `from the start${many}`;
  }
}
