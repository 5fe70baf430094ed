import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { Place } from '../../../src/engine/iteration/place.ts';
import { readMarkers } from '../../../src/node/stages/lineage.ts';
import { RunFolder } from '../../../src/node/stages/runFolder.ts';
import { runStage, type StageSpec } from '../../../src/node/stages/runStage.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-take-over-'));
after(() => rmSync(root, { recursive: true, force: true }));

const place: Place = { seed: 1, arm: 'eto', iteration: 1 };
const name = 'seed-1/iteration-1/train';
const spec: StageSpec = {
  place,
  stage: 'train',
  what: 'Training',
  settings: { beta: 0.3 },
  from: [{ file: 'base', hash: 'b' }],
};

let count = 0;
let [own, other] = [new RunFolder(''), new RunFolder('')];
beforeEach(() => {
  count++;
  own = new RunFolder(join(root, `own-${count}`));
  other = new RunFolder(join(root, `other-${count}`));
  mkdirSync(own.path);
  mkdirSync(other.path);
});

/** Does the stage in a run; returns how often the work itself was done. */
async function work(run: RunFolder, others: readonly RunFolder[], changed: Partial<StageSpec> = {}): Promise<number> {
  let worked = 0;
  const stage = runStage({ run, others }, { ...spec, ...changed }, async function* (folder) {
    worked++;
    yield { kind: 'stage-progress', done: 1, total: 1 };
    writeFileSync(join(folder, 'product'), 'made');
    writeFileSync(join(folder, 'beside'), 'made too');
    return { files: ['product'], summary: 'done' };
  });
  for await (const event of stage) if (event.kind === 'stage-finished') assert.equal(event.reused, worked === 0);
  return worked;
}

test('the same work of another run is taken over as it is, with what lies beside it', async () => {
  assert.equal(await work(other, []), 1);
  assert.equal(await work(own, [other]), 0);
  for (const file of ['product', 'beside', 'stage.json'])
    assert.equal(
      readFileSync(own.pathOf(`${name}/${file}`), 'utf8'),
      readFileSync(other.pathOf(`${name}/${file}`), 'utf8'),
    );
  assert.equal(await work(own, []), 0);
});

test('work with other settings, sources or of another place is not taken over', async () => {
  await work(other, []);
  assert.equal(await work(own, [other], { settings: { beta: 0.1 } }), 1);
  const third = new RunFolder(join(root, `third-${count}`));
  assert.equal(await work(third, [other], { from: [{ file: 'base', hash: 'c' }] }), 1);
  assert.equal(await work(third, [other], { place: { ...place, seed: 2 } }), 1);
});

test('what is damaged, not done, or not there is not taken over', async () => {
  await work(other, []);
  writeFileSync(other.pathOf(`${name}/product`), 'damaged');
  assert.equal(await work(own, [other]), 1);
  assert.equal(readFileSync(own.pathOf(`${name}/product`), 'utf8'), 'made');
  rmSync(own.path, { recursive: true });
  rmSync(other.pathOf(`${name}/product`));
  assert.equal(await work(own, [new RunFolder(join(root, 'nobody')), other]), 1);
});

test('what a run has begun itself gives way to the whole, and nothing is left of a copy that a kill cut off', async () => {
  await work(other, []);
  mkdirSync(own.pathOf(name), { recursive: true });
  writeFileSync(own.pathOf(`${name}/half`), 'half');
  mkdirSync(own.pathOf(`${name}.draft`));
  writeFileSync(own.pathOf(`${name}.draft/stage.json`), '{}');
  assert.deepEqual(await readMarkers(own), []);
  assert.equal(await work(own, [other]), 0);
  assert.deepEqual(readdirSync(own.pathOf(name)).sort(), ['beside', 'product', 'stage.json']);
  assert.equal(existsSync(own.pathOf(`${name}.draft`)), false);
});

test('a run that is its own neighbour does the work', async () => {
  assert.equal(await work(own, [own]), 1);
  assert.equal(await work(own, [own]), 0);
  assert.equal(statSync(own.pathOf(`${name}/product`)).nlink, 1);
});
