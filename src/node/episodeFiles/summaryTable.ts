import { type StepProblemKind, stepProblemKinds } from '../../engine/analysis/problems.ts';
import type { NumberColumn as NumberName, TextColumn } from '../../engine/query/field.ts';
import type { QueryRows, TextValues } from '../../engine/query/filter.ts';
import type { Ending, Split } from '../../engine/trajectory/trajectory.ts';
import type { EpisodeSummary } from '../../protocol/episodeFiles.ts';
import { NumberColumn } from './numberColumn.ts';
import { TextPool } from './textPool.ts';

const unknown = 0;
const episode = 1;
const malformed = 2;

/** What is counted of a row, in columns of their own; the line stands in the index. */
type Counted = Exclude<NumberName, 'line'>;

/** Summaries of the rows of a file, a column a field. */
export class SummaryTable implements QueryRows {
  readonly #line: (row: number) => number;
  readonly #texts = new TextPool();
  readonly #states = new NumberColumn();
  readonly #numbers = new Map<Counted, NumberColumn>();
  readonly #codes = new Map<TextColumn, NumberColumn>();

  /** `line` tells a row's line. */
  constructor(line: (row: number) => number) {
    this.#line = line;
  }

  isKnown(row: number): boolean {
    return this.#states.get(row) !== unknown;
  }

  malformed(row: number): boolean {
    return this.#states.get(row) === malformed;
  }

  /** Forgets a row. */
  forget(row: number): void {
    this.#states.set(row, unknown);
  }

  setMalformed(row: number): void {
    this.#states.set(row, malformed);
  }

  setEpisode(row: number, summary: EpisodeSummary): void {
    this.#states.set(row, episode);
    const { problems } = summary;
    let total = 0;
    for (const kind of stepProblemKinds) {
      this.#column(kind).set(row, problems[kind] ?? 0);
      total += problems[kind] ?? 0;
    }
    this.#column('problems').set(row, total);
    this.#column('success').set(row, summary.success ? 1 : 0);
    for (const name of ['reward', 'steps', 'tokens', 'seed', 'rollout', 'iteration'] as const)
      this.#column(name).set(row, summary[name] ?? Number.NaN);
    for (const name of ['task', 'instruction', 'policy', 'environment', 'split', 'ending'] as const)
      this.#code(name).set(row, this.#texts.codeOf(summary[name]));
    // Most ids follow from task and rollout, and need no room then.
    const isDerived = summary.id === `${summary.task}#${summary.rollout}`;
    this.#code('id').set(row, isDerived ? Number.NaN : this.#texts.codeOf(summary.id));
  }

  /** The summary of a row that holds an episode. */
  summary(row: number): EpisodeSummary {
    const number = (name: Counted) => this.#column(name).get(row);
    const text = (name: TextColumn) => this.text(name).text(row);
    const orNull = (value: number) => (Number.isNaN(value) ? null : value);
    const problems: Partial<Record<StepProblemKind, number>> = {};
    for (const kind of stepProblemKinds) if (number(kind) > 0) problems[kind] = number(kind);
    const iteration = number('iteration');
    return {
      line: this.#line(row),
      id: text('id'),
      environment: text('environment'),
      split: text('split') as Split,
      task: text('task'),
      instruction: text('instruction'),
      reward: orNull(number('reward')),
      success: number('success') === 1,
      ending: text('ending') as Ending,
      steps: number('steps'),
      tokens: orNull(number('tokens')),
      problems,
      policy: text('policy'),
      seed: number('seed'),
      rollout: number('rollout'),
      ...(!Number.isNaN(iteration) && { iteration }),
    };
  }

  /** Those of the first `count` rows that have this id, or one that begins as it where ids are cut. */
  *rowsWithId(id: string, count: number): Generator<number, void> {
    const whole = this.#texts.find(id) ?? Number.NaN;
    const hash = id.lastIndexOf('#');
    const task = hash === -1 ? undefined : this.#texts.find(id.slice(0, hash));
    const rollout = Number(id.slice(hash + 1));
    const [ids, tasks, rollouts] = [this.#code('id'), this.#code('task'), this.#column('rollout')];
    for (let row = 0; row < count; row++) {
      const code = ids.get(row);
      const isDerived = Number.isNaN(code) && tasks.get(row) === task && rollouts.get(row) === rollout;
      if ((code === whole || isDerived) && this.#states.get(row) === episode) yield row;
    }
  }

  number(name: NumberName): (row: number) => number {
    if (name === 'line') return this.#line;
    const column = this.#column(name);
    return row => column.get(row);
  }

  text(name: TextColumn): TextValues {
    const codes = this.#code(name);
    if (name !== 'id') return { code: row => codes.get(row), text: row => this.#texts.text(codes.get(row)) };
    const task = this.#code('task');
    const rollout = this.#column('rollout');
    return {
      text: row => {
        const code = codes.get(row);
        return Number.isNaN(code) ? `${this.#texts.text(task.get(row))}#${rollout.get(row)}` : this.#texts.text(code);
      },
    };
  }

  #column(name: Counted): NumberColumn {
    return entry(this.#numbers, name);
  }

  #code(name: TextColumn): NumberColumn {
    return entry(this.#codes, name);
  }
}

function entry<K>(columns: Map<K, NumberColumn>, name: K): NumberColumn {
  let column = columns.get(name);
  if (!column) {
    column = new NumberColumn();
    columns.set(name, column);
  }
  return column;
}
