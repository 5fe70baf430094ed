import { iterationCharts } from '../engine/iteration/iterationCharts.ts';
import { lineageGraph } from '../engine/iteration/lineageGraph.ts';
import { armNames, type Place, stageFolder } from '../engine/iteration/place.ts';
import { type Alarm, alarmsOf } from '../engine/training/alarms.ts';
import { chartsOf } from '../engine/training/charts.ts';
import type { GrowingCurve } from '../engine/training/curve.ts';
import { trainingFacts } from '../engine/training/trainingFacts.ts';
import { visible } from '../engine/trajectory/visible.ts';
import type { DashboardSnapshot, RunHead, TrainingChoice, TrainingHead, TrainingView } from '../protocol/dashboard.ts';
import type { RunReader } from './runReader.ts';

/** Turns what is read of a run into what its dashboard shows; what has not changed since is not computed again. */
export class DashboardSnapshots {
  readonly #reader: RunReader;
  readonly #alarms = new WeakMap<GrowingCurve, { readonly key: string; readonly alarms: readonly Alarm[] }>();

  constructor(reader: RunReader) {
    this.#reader = reader;
  }

  /** The whole run as it is known now, with the curves of the chosen training or, without a choice, of the latest. */
  take({
    version,
    head,
    choice,
  }: {
    readonly version: number;
    readonly head: RunHead;
    readonly choice: TrainingChoice;
  }): DashboardSnapshot {
    const { report, curves, problems } = this.#reader;
    const running = head.status === 'running' ? this.#reader.running : undefined;
    const hasSeeds = new Set(curves.map(({ place }) => place.seed)).size > 1;
    const atWork = running && stageFolder(running.place, running.stage);
    const chosen = curves.find(({ id }) => id === (choice.training ?? atWork)) ?? latest(curves);
    return {
      version,
      head: { ...head, notes: this.#reader.notes.map(visible) },
      report,
      iterations: report ? iterationCharts(report) : [],
      trainings: curves.map(curve => this.#headOf(curve, hasSeeds, curve.id === atWork)),
      training: chosen ? this.#viewOf(chosen) : null,
      lineage: lineageGraph(this.#reader.lineage, running),
      problems: problems.map(visible),
    };
  }

  #headOf(curve: GrowingCurve, hasSeeds: boolean, isRunning: boolean): TrainingHead {
    return {
      id: curve.id,
      title: trainingTitle(curve.place, hasSeeds),
      points: curve.steps.length,
      isRunning,
      alarms: this.#alarmsOf(curve),
    };
  }

  #viewOf(curve: GrowingCurve): TrainingView {
    const facts = trainingFacts(this.#reader.training, curve.place);
    return {
      id: curve.id,
      note:
        facts.beta === 0
          ? 'β is 0: this arm is the control without a preference, so its loss stays at log 2 and its rewards at 0.'
          : '',
      charts: chartsOf(curve, facts, this.#alarmsOf(curve)),
    };
  }

  #alarmsOf(curve: GrowingCurve): readonly Alarm[] {
    const steps = this.#reader.stepsOf(curve);
    const turns = this.#reader.turnsOf(curve);
    const key = JSON.stringify([curve.revision, steps, turns]);
    const known = this.#alarms.get(curve);
    if (known?.key === key) return known.alarms;
    const facts = trainingFacts(this.#reader.training, curve.place);
    const alarms = alarmsOf({
      curve,
      facts,
      ...(steps !== undefined && facts.epochs && { epochSteps: steps / facts.epochs }),
      ...(turns && { turns }),
    });
    this.#alarms.set(curve, { key, alarms });
    return alarms;
  }
}

/** What was trained last, but ETO's rather than a baseline's once all is done. */
function latest(curves: readonly GrowingCurve[]): GrowingCurve | undefined {
  return curves.findLast(({ place }) => place.arm === 'eto' && place.iteration > 0) ?? curves.at(-1);
}

/** What a training is called: its arm, its iteration and how it learns. */
function trainingTitle({ seed, arm, iteration }: Place, hasSeeds: boolean): string {
  const how =
    iteration === 0 ? 'Cloning' : `${armNames[arm]}, iteration ${iteration} (${arm === 'rft' ? 'cloning' : 'DPO'})`;
  return hasSeeds ? `Seed ${seed}: ${how}` : how;
}
