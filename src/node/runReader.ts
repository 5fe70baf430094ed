import { isRecord } from '../engine/configuration/canonical.ts';
import { type LineageStep, readLineageFile, readStageFile } from '../engine/iteration/lineageFile.ts';
import { type Place, type Stage, stageFolder } from '../engine/iteration/place.ts';
import type { Report } from '../engine/iteration/report.ts';
import { readReportFile } from '../engine/iteration/reportFile.ts';
import { type SideTurns, sideTurns } from '../engine/preferences/sideTurns.ts';
import type { Read } from '../engine/problem.ts';
import { GrowingCurve } from '../engine/training/curve.ts';
import { readMetricsLine } from '../engine/training/metricsLine.ts';
import { jobFiles } from './jobFiles.ts';
import { LineTail, type TailLine } from './lineTail.ts';
import { ProblemList } from './problemList.ts';
import { type RunFiles, readRunFile } from './runFiles.ts';
import { RunLog } from './runLog.ts';

/** Files of a run beside those of its job. */
const runFiles = { report: 'report.json', lineage: 'lineage.json', stage: 'stage.json' } as const;

/** Pairs whose lengths stand for those of all. */
const measuredPairs = 5000;

/** Reads a run folder again and again, and each line of its growing files once. */
export class RunReader {
  readonly #files: RunFiles;
  readonly #metrics: LineTail;
  readonly #events: LineTail;
  readonly #curves = new Map<string, GrowingCurve>();
  readonly #steps = new Map<string, LineageStep>();
  readonly #turns = new Map<string, SideTurns | undefined>();
  readonly #problems = new ProblemList();
  readonly #seen = new Map<string, string>();
  #log = new RunLog();
  #revision = 0;
  #report: Report | null = null;
  #training: unknown;

  constructor(files: RunFiles) {
    this.#files = files;
    this.#metrics = new LineTail(files, jobFiles.metrics);
    this.#events = new LineTail(files, jobFiles.events);
  }

  /** Rises whenever something is found that was not known before. */
  get revision(): number {
    return this.#revision;
  }

  /** Null before the first policy is evaluated. */
  get report(): Report | null {
    return this.#report;
  }

  /** `train` of the run's configuration, whatever it holds. */
  get training(): unknown {
    return this.#training;
  }

  /** Trainings in the order in which they began to report. */
  get curves(): readonly GrowingCurve[] {
    return [...this.#curves.values()];
  }

  /** The finished stages, each with how it went where that is known. */
  get lineage(): readonly LineageStep[] {
    return [...this.#steps.values()].map(step => {
      const summary = this.#log.summaries.get(step.folder);
      return summary === undefined ? step : { ...step, summary };
    });
  }

  /** Warnings of the job. */
  get notes(): readonly string[] {
    return [...this.#log.notes];
  }

  /** The stage at work, or the one that a job left when it went. */
  get running(): { readonly place: Place; readonly stage: Stage } | undefined {
    return this.#log.running;
  }

  /** What could not be read. */
  get problems(): readonly string[] {
    return this.#problems.texts;
  }

  /** All steps that a training will take, where it has said so. */
  stepsOf({ id }: GrowingCurve): number | undefined {
    return this.#log.totals.get(id);
  }

  /** How long the pairs of a training are, where it has any. */
  turnsOf({ place }: GrowingCurve): SideTurns | undefined {
    return this.#turns.get(stageFolder(place, 'pairs'));
  }

  /** Looks at the folder. Rejects with a `HumanError` when it cannot be read; bad content becomes a problem. */
  async refresh(): Promise<void> {
    await this.#events.read(
      lines => this.#takeLines(jobFiles.events, lines, text => this.#log.take(text)),
      () => {
        this.#log = new RunLog();
        this.#problems.clear(jobFiles.events);
      },
    );
    await this.#metrics.read(
      lines => this.#takeLines(jobFiles.metrics, lines, text => this.#takeMetrics(text)),
      () => {
        this.#curves.clear();
        this.#problems.clear(jobFiles.metrics);
      },
    );
    await this.#readChanged(jobFiles.job, text => {
      this.#training = trainingOf(text);
    });
    await this.#readChanged(runFiles.report, text => {
      this.#report = (text === undefined ? null : this.#valueOf(readReportFile(text, runFiles.report))) ?? null;
    });
    await this.#readChanged(runFiles.lineage, text => {
      this.#steps.clear();
      if (text === undefined) return;
      for (const step of this.#valueOf(readLineageFile(text, runFiles.lineage)) ?? [])
        this.#steps.set(step.folder, step);
    });
    for (const folder of this.#log.finished) await this.#readStage(folder);
    for (const { folder, stage, made } of [...this.#steps.values()])
      if (stage === 'pairs' && made[0]) await this.#measure(folder, made[0].file);
  }

  /** Hands on a whole file when it has changed, undefined when it has gone. */
  async #readChanged(file: string, take: (text: string | undefined) => void): Promise<void> {
    const stat = await this.#files.stat(file);
    const state = stat ? `${stat.size} ${stat.time}` : '';
    if ((this.#seen.get(file) ?? '') === state) return;
    this.#seen.set(file, state);
    this.#problems.clear(file);
    take(await readRunFile(this.#files, file));
    this.#revision++;
  }

  /** A stage's own file is there before the run's `lineage.json`, which the job writes when it leaves. */
  async #readStage(folder: string): Promise<void> {
    const file = `${folder}/${runFiles.stage}`;
    await this.#readChanged(file, text => {
      const step = text === undefined ? undefined : this.#valueOf(readStageFile(text, file, folder));
      if (step) this.#steps.set(folder, step);
    });
  }

  async #measure(folder: string, file: string): Promise<void> {
    if (this.#turns.has(folder)) return;
    const stat = await this.#files.stat(file);
    if (!stat) return;
    this.#turns.set(folder, await sideTurns({ source: this.#chunks(file, stat.size), file }, measuredPairs));
    this.#revision++;
  }

  async *#chunks(file: string, size: number): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < size; from += 131_072) yield this.#files.read(file, from, 131_072);
  }

  #valueOf<T>(read: Read<T>): T | undefined {
    if ('value' in read) return read.value;
    this.#problems.add(read.problem);
    return undefined;
  }

  #takeLines(file: string, lines: readonly TailLine[], take: (text: string) => boolean): void {
    for (const { line, text } of lines) {
      if (text === undefined) this.#problems.add({ file, line, message: 'This line is too long; it is passed over.' });
      else if (text.trim() !== '' && !take(text))
        this.#problems.add({ file, line, message: 'This line is none of ours; it is passed over.' });
    }
    if (lines.length > 0) this.#revision++;
  }

  #takeMetrics(text: string): boolean {
    const line = readMetricsLine(text);
    if (!line) return false;
    if (line.stage !== 'train') return true;
    const fresh = new GrowingCurve(line);
    const curve = this.#curves.get(fresh.id) ?? fresh;
    curve.add(line);
    this.#curves.set(curve.id, curve);
    return true;
  }
}

function trainingOf(job: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(job ?? 'null');
    const configuration = isRecord(value) ? value['configuration'] : undefined;
    return isRecord(configuration) ? configuration['train'] : undefined;
  } catch {
    return undefined;
  }
}
