import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConfiguration } from '../src/engine/configuration/parse.ts';
import { evaluate } from '../src/engine/iteration/evaluation.ts';
import type { Result } from '../src/engine/iteration/loop.ts';
import { type Place, type Stage, stageFolder } from '../src/engine/iteration/place.ts';
import { reportOf } from '../src/engine/iteration/report.ts';
import { encodeTrajectory } from '../src/engine/trajectory/atif.ts';
import { type Job, openJob } from '../src/node/job.ts';
import { episode } from './engine/episodes.ts';
import { soundDpo } from './engine/training/curves.ts';

const parsed = parseConfiguration('{ "name": "written", "iterations": 2, "baselines": ["rft"] }', 'contrail.json');

/** The configuration of a written run. */
export const writtenConfiguration = 'configuration' in parsed ? parsed.configuration : failed();

const sources: Readonly<Record<Stage, readonly Stage[]>> = {
  pretrain: [],
  demonstrate: [],
  explore: ['train'],
  pairs: ['explore'],
  train: ['pairs'],
  evaluate: ['train'],
};

const products: Readonly<Record<Stage, string>> = {
  pretrain: 'checkpoint.policy',
  demonstrate: 'episodes.trajectories.jsonl',
  explore: 'episodes.trajectories.jsonl',
  pairs: 'preference.pairs.jsonl',
  train: 'checkpoint.policy',
  evaluate: 'episodes.trajectories.jsonl',
};

/** A run folder that a test writes as a job would, without any work. */
export class WrittenRun {
  readonly folder: string;
  readonly job: Job;
  readonly #results: Result[] = [];

  constructor(folder: string) {
    this.folder = folder;
    this.job = openJob(folder, { command: 'contrail iterate contrail.json', configuration: writtenConfiguration });
  }

  /** Does a stage: its events, its product and its marker. */
  stage(place: Place, stage: Stage, summary: string): void {
    this.begin(place, stage);
    this.finish(place, stage, summary);
  }

  begin(place: Place, stage: Stage): void {
    this.job.report({ kind: 'stage-started', place, stage, what: `Doing ${stage}` });
  }

  finish(place: Place, stage: Stage, summary: string): void {
    const folder = stageFolder(place, stage);
    const made = [{ file: `${folder}/${products[stage]}`, hash: 'a' }];
    const before = { ...place, ...(stage === 'explore' && { iteration: place.iteration - 1 }) };
    const from = sources[stage].map(source => ({
      file: `${stageFolder(before, source)}/${products[source]}`,
      hash: 'a',
    }));
    const base = place.iteration === 0 && stage === 'train' ? [{ file: 'base', hash: 'b' }] : from;
    const marker = { format: 'contrail-stage-1', place, stage, settings: {}, from: base, made, summary, seconds: 1 };
    const trajectory = episode({ id: 'mug-1#0', reward: 1 });
    this.write(`${folder}/${products[stage]}`, stage === 'pairs' ? pairLine : `${encodeTrajectory(trajectory)}\n`);
    this.write(`${folder}/stage.json`, JSON.stringify(marker));
    this.job.report({ kind: 'stage-finished', place, stage, summary, reused: false });
  }

  /** Reports steps of a training, from `first` to `last`. */
  train(place: Place, { first = 1, last, metrics = soundDpo() }: TrainOptions): void {
    for (let step = first; step <= last; step++) {
      const values = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value(step)]));
      this.job.report({ kind: 'stage-metrics', place, stage: 'train', values: { step, ...values } });
      this.job.report({ kind: 'stage-progress', place, stage: 'train', done: step, total: 54 });
    }
  }

  /** Adds a row to the report: of ten tasks on each split, so many succeed. */
  result(place: Place, wins: number, accepted = true): void {
    const episodes = (['val', 'seen', 'unseen'] as const).flatMap(split =>
      Array.from({ length: 10 }, (_, index) => {
        const id = `${split}-${index}`;
        return episode({ id, task: { split, id }, reward: index < wins ? 1 : 0 });
      }),
    );
    const evaluation = { episodes: { file: 'e', hash: '' }, ...evaluate(episodes) };
    const policy = { file: 'seed-1/iteration-0/train/checkpoint.policy', hash: '' };
    this.#results.push({ place, policy, evaluation, accepted });
    const report = reportOf(this.#results, { experiment: 'written', seconds: () => 12 });
    this.write('report.json', JSON.stringify(report));
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** What a training reports. */
export interface TrainOptions {
  readonly first?: number;
  readonly last: number;
  /** Each metric a function of the step; a sound DPO training by default. */
  readonly metrics?: Readonly<Record<string, (step: number) => number>>;
}

/** Cloning and one iteration, whole; the run goes on with `more` and is ended by its caller. */
export function writeIteration(run: WrittenRun): void {
  const cloning: Place = { seed: 1, arm: 'eto', iteration: 0 };
  const first: Place = { ...cloning, iteration: 1 };
  run.stage(cloning, 'demonstrate', '25 of 25 episodes, 25 new successes');
  run.begin(cloning, 'train');
  run.train(cloning, { last: 30, metrics: { loss: step => 1 / step, gradientNorm: () => 0.1 } });
  run.finish(cloning, 'train', '30 steps, loss 0.033');
  run.stage(cloning, 'evaluate', '30 of 30 episodes, 15 new successes');
  run.result(cloning, 5);
  run.stage(first, 'explore', '50 of 50 episodes, 30 new successes');
  run.stage(first, 'pairs', '12 pairs on 8 of 10 tasks');
  run.begin(first, 'train');
  run.train(first, { last: 54 });
  run.finish(first, 'train', '54 steps, loss 0.100, accuracy 0.90');
  run.stage(first, 'evaluate', '30 of 30 episodes, 24 new successes');
  run.result(first, 8);
}

const side = (id: string, to: number, reward: number) => ({
  file: '../explore/episodes.trajectories.jsonl',
  ...{ id, from: 0, to, reward, policy: 'builtin-a' },
});

const pairLine = `${JSON.stringify({
  format: 'contrail-pair-1',
  id: '527aaae0d370bfde',
  task: { environment: 'household', split: 'train', id: 'mug-1' },
  chosen: side('mug-1#0', 4, 1),
  rejected: side('mug-1#1', 6, 0),
  strategy: 'own-success',
  margin: 1,
  divergence: 2,
})}\n`;

function failed(): never {
  throw new Error('The configuration of the written run is wrong.');
}
