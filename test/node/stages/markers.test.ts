import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import { type Arm, type Place, type Stage, stageFolder } from '../../../src/engine/iteration/place.ts';
import type { Artifact, StageEvent, StageRun } from '../../../src/engine/iteration/stages.ts';
import { cloneStage, rftStage } from '../../../src/node/stages/imitateStage.ts';
import { openContext } from '../../../src/node/stages/openContext.ts';
import { pairStage } from '../../../src/node/stages/pairStage.ts';
import { preferStage } from '../../../src/node/stages/preferStage.ts';
import type { StageContext } from '../../../src/node/stages/stageContext.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-markers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function contextOf(text: string): StageContext {
  const parsed = parseConfiguration(text, 'contrail.json');
  assert.ok('configuration' in parsed);
  const { configuration } = parsed;
  return openContext({ configuration, folder, base: folder, signal: new AbortController().signal, note() {} });
}

function artifact(file: string): Artifact {
  return { file, hash: `hash of ${file}` };
}

function at(iteration: number, arm: Arm = 'eto'): Place {
  return { seed: 1, arm, iteration };
}

const demonstrations = artifact('seed-1/iteration-0/demonstrate/episodes.trajectories.jsonl');
const exploration = artifact('seed-1/iteration-1/explore/episodes.trajectories.jsonl');
const base = artifact('base');
const [cloned, explored] = [0, 1].map(iteration => artifact(`seed-1/iteration-${iteration}/train/checkpoint.policy`));
const [first, second] = [1, 2].map(iteration => artifact(`seed-1/iteration-${iteration}/pairs/preference.pairs.jsonl`));

const imitation = { warmup: 0, schedule: 'cosine', finalRate: 0, clip: 1 };
const preference = {
  beta: 0.3,
  learningRate: 8e-4,
  epochs: 4,
  batch: 16,
  nllWeight: 20,
  warmup: 5,
  schedule: 'cosine',
  finalRate: 0.1,
  clip: 1,
};

/** Leaves the marker of a stage that was done with these settings from these artifacts. */
function done(place: Place, stage: Stage, settings: object, from: readonly (Artifact | undefined)[]): void {
  const name = stageFolder(place, stage);
  const made = [artifact(`${name}/product`)];
  mkdirSync(join(folder, name), { recursive: true });
  const marker = { format: 'contrail-stage-1', place, stage, settings, from, made, summary: 'as before', seconds: 1 };
  writeFileSync(join(folder, name, 'stage.json'), JSON.stringify(marker));
}

async function lastOf(stage: StageRun<Artifact>): Promise<StageEvent> {
  let last: StageEvent | undefined;
  for await (const event of stage) last = event;
  return last!;
}

const stock = { policy: explored!, cloned: cloned!, pairs: [first!, second!] };

/** A run of before there were pair levels, turn weights, aggregated pairs and other references is gone on with. */
test('the stages of a default configuration are marked as they always were', async () => {
  done(at(0), 'train', { epochs: 40, batch: 8, learningRate: 1e-3, ...imitation }, [base, demonstrations]);
  done(at(1), 'pairs', {}, [exploration, demonstrations]);
  done(at(2), 'train', preference, [explored, second]);
  done(at(2, 'beta-0'), 'train', { ...preference, beta: 0 }, [explored, second]);
  const rft = { epochs: 4, batch: 16, learningRate: 2e-3, ...imitation, successes: 'shortest' };
  done(at(1, 'rft'), 'train', rft, [cloned, demonstrations, exploration]);
  const context = contextOf('{}');
  const stages = [
    cloneStage(context, at(0), { policy: base, demonstrations }),
    pairStage(context, at(1), { exploration, demonstrations }),
    preferStage(context, at(2), stock),
    preferStage(context, at(2, 'beta-0'), { ...stock, beta: 0 }),
    rftStage(context, at(1, 'rft'), { policy: cloned!, exploration, demonstrations }),
  ];
  for (const stage of stages) {
    const last = await lastOf(stage);
    assert.ok(last.kind === 'stage-finished' && last.reused, JSON.stringify(last));
  }
});

test('another level makes other pairs', async () => {
  done(at(1), 'pairs', {}, [exploration, demonstrations]);
  const stage = pairStage(contextOf('{ "pairs": { "level": "step" } }'), at(1), { exploration, demonstrations });
  await assert.rejects(lastOf(stage), /made with other settings.*level/s);
});

test('a marker names whatever a training works with', async () => {
  const rows: [train: object, from: readonly (Artifact | undefined)[]][] = [
    [{ turnDiscount: 0.7 }, [explored, second]],
    [{ aggregate: true }, [explored, first, second]],
    [{ reference: 'cloning' }, [explored, second, cloned]],
    [{ start: 'cloning', reference: 'cloning', aggregate: true }, [cloned, first, second]],
  ];
  for (const [train, from] of rows) {
    done(at(2), 'train', { ...preference, ...train }, from);
    const last = await lastOf(preferStage(contextOf(JSON.stringify({ train })), at(2), stock));
    assert.ok(last.kind === 'stage-finished' && last.reused, JSON.stringify(train));
    await assert.rejects(lastOf(preferStage(contextOf('{}'), at(2), stock)), /made with other settings/);
  }
});
