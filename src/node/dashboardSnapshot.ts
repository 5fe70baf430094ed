import { iterationCharts } from '../engine/iteration/iterationCharts.ts';
import { lineageGraph } from '../engine/iteration/lineageGraph.ts';
import { armNames, imitates, type Place, stageFolder } from '../engine/iteration/place.ts';
import { type Alarm, alarmsOf } from '../engine/training/alarms.ts';
import { type Chart, chartsOf } from '../engine/training/charts.ts';
import type { GrowingCurve } from '../engine/training/curve.ts';
import { type TrainingFacts, trainingFacts } from '../engine/training/trainingFacts.ts';
import { visible } from '../engine/trajectory/visible.ts';
import type { DashboardSnapshot, RunHead, TrainingChoice, TrainingHead, TrainingView } from '../protocol/dashboard.ts';
import type { RunReader } from './runReader.ts';

/** The part by which a growing curve must have grown to be computed again: less is not to be seen. */
const visibleGrowth = 0.001;

interface Judgement {
  readonly key: string;
  readonly revision: number;
  readonly facts: TrainingFacts;
  readonly alarms: readonly Alarm[];
  charts?: readonly Chart[];
}

/** Turns what is read of a run into what its dashboard shows; what has not changed since is not computed again. */
export class DashboardSnapshots {
  readonly #reader: RunReader;
  readonly #judged = new WeakMap<GrowingCurve, Judgement>();

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
      trainings: curves.map((curve): TrainingHead => {
        const isRunning = curve.id === atWork;
        const { alarms } = this.#judge(curve, isRunning);
        const { id, place, steps } = curve;
        return { id, title: trainingTitle(place, hasSeeds), points: steps.length, isRunning, alarms };
      }),
      training: chosen ? this.#viewOf(this.#judge(chosen, chosen.id === atWork), chosen) : null,
      lineage: lineageGraph(this.#reader.lineage, running),
      problems: problems.map(visible),
    };
  }

  #viewOf(judged: Judgement, curve: GrowingCurve): TrainingView {
    const { facts } = judged;
    judged.charts ??= chartsOf(curve, facts, judged.alarms);
    const note =
      'β is 0: this arm is the control without a preference, so its loss stays at log 2 and its rewards at 0.';
    return { id: curve.id, note: facts.beta === 0 ? note : '', charts: judged.charts };
  }

  /** What there is to say of a curve: anew once it has changed, of a long one that still grows once it can be seen. */
  #judge(curve: GrowingCurve, isRunning: boolean): Judgement {
    const steps = this.#reader.stepsOf(curve);
    const turns = this.#reader.turnsOf(curve);
    const key = JSON.stringify([isRunning, steps, turns]);
    const known = this.#judged.get(curve);
    const growth = known ? curve.revision - known.revision : 0;
    const isFresh = growth === 0 || (isRunning && growth < curve.steps.length * visibleGrowth);
    if (known?.key === key && isFresh) return known;
    const facts = trainingFacts(this.#reader.training, curve.place);
    const alarms = alarmsOf({
      curve,
      facts,
      ...(steps !== undefined && facts.epochs && { epochSteps: steps / facts.epochs }),
      ...(turns && { turns }),
    });
    const judged: Judgement = { key, revision: curve.revision, facts, alarms };
    this.#judged.set(curve, judged);
    return judged;
  }
}

/** What was trained last, but ETO's rather than a baseline's once all is done. */
function latest(curves: readonly GrowingCurve[]): GrowingCurve | undefined {
  return curves.findLast(({ place }) => place.arm === 'eto' && place.iteration > 0) ?? curves.at(-1);
}

/** What a training is called: its arm, its iteration and how it learns. */
function trainingTitle({ seed, arm, iteration }: Place, hasSeeds: boolean): string {
  const how =
    iteration === 0
      ? 'Cloning'
      : `${armNames[arm]}, iteration ${iteration} (${imitates({ arm, iteration }) ? 'cloning' : 'DPO'})`;
  return hasSeeds ? `Seed ${seed}: ${how}` : how;
}
