import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import type { PolicyArtifact, StageEvent } from '../../../src/engine/iteration/stages.ts';
import { openContext } from '../../../src/node/stages/openContext.ts';
import { freshPolicy, pretrainStage } from '../../../src/node/stages/pretrainStage.ts';
import { readPolicy } from '../../../src/node/stages/trainStage.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-pretrain-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const place = { seed: 1, arm: 'eto', iteration: 0 } as const;

function contextIn(name: string, fresh: object, stop = new AbortController()) {
  const text = JSON.stringify({ policy: { kind: 'builtin', fresh: { width: 16, slopes: [0.1, 0], ...fresh } } });
  const parsed = parseConfiguration(text, 'contrail.json');
  assert.ok('configuration' in parsed);
  const { configuration } = parsed;
  configuration.explore.threads = 1;
  return openContext({ configuration, folder: join(folder, name), base: folder, signal: stop.signal, note() {} });
}

async function make(
  context: ReturnType<typeof contextIn>,
  watch: (event: StageEvent) => void = () => {},
): Promise<PolicyArtifact> {
  const stage = pretrainStage(context, place, freshPolicy(context)!);
  for (;;) {
    const next = await stage.next();
    if (next.done) return next.value;
    watch(next.value);
  }
}

test('a model from nothing has the shape that was asked for and the words of the world', async () => {
  const context = contextIn('empty', { layers: 1 });
  const artifact = await make(context);
  assert.equal(artifact.file, 'seed-1/iteration-0/pretrain/checkpoint.policy');
  const { shape, words, silent } = await readPolicy(join(folder, 'empty', artifact.file));
  assert.deepEqual({ ...shape, vocabulary: 0 }, { vocabulary: 0, width: 16, layers: 1, hidden: 32, slopes: [0.1, 0] });
  assert.deepEqual({ words, silent }, context.world.language);
  assert.equal((await make(contextIn('again', { layers: 1 }))).hash, artifact.hash);
  await assert.rejects(make(contextIn('empty', { layers: 2 })), /made with other settings: .*layers/);
});

test('reading that was interrupted goes on where it was, to the same bits', async () => {
  const whole = await make(contextIn('whole', { episodes: 128 }));
  const stop = new AbortController();
  const first = make(contextIn('cut', { episodes: 128 }, stop), event => {
    if (event.kind === 'stage-progress' && event.done === 3) stop.abort();
  });
  await assert.rejects(first, { name: 'AbortError' });
  const place = join(folder, 'cut', 'seed-1', 'iteration-0', 'pretrain');
  assert.ok(readdirSync(place).some(name => name.startsWith('state-')));
  const steps: number[] = [];
  const resumed = await make(contextIn('cut', { episodes: 128 }), event => {
    if (event.kind === 'stage-progress') steps.push(event.done);
  });
  assert.equal(resumed.hash, whole.hash);
  assert.equal(steps[0], 4);
  assert.ok(!existsSync(join(place, readdirSync(place).find(name => name.startsWith('state-')) ?? 'none')));
});

test('a shape that cannot be made is told by its field', () => {
  const context = contextIn('odd', { width: 20 });
  assert.throws(() => pretrainStage(context, place, freshPolicy(context)!), /policy\.fresh: width must be/);
});
