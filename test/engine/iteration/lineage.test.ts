import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LineageStep, readLineageFile, readStageFile } from '../../../src/engine/iteration/lineageFile.ts';
import { lineageGraph } from '../../../src/engine/iteration/lineageGraph.ts';
import { type Place, type Stage, stageFolder } from '../../../src/engine/iteration/place.ts';

const cloning: Place = { seed: 1, arm: 'eto', iteration: 0 };
const first: Place = { ...cloning, iteration: 1 };
const rft: Place = { ...first, arm: 'rft' };

function step(place: Place, stage: Stage, ...from: readonly string[]): LineageStep {
  const folder = stageFolder(place, stage);
  return {
    folder,
    stage,
    place,
    from: from.map(file => ({ file, hash: '' })),
    made: [{ file: `${folder}/product`, hash: '' }],
  };
}

const steps = [
  step(cloning, 'train', 'base'),
  step(first, 'explore', 'seed-1/iteration-0/train/product'),
  step(first, 'pairs', 'seed-1/iteration-1/explore/product'),
  step(first, 'train', 'seed-1/iteration-0/train/product', 'seed-1/iteration-1/pairs/product'),
  step(rft, 'train', 'seed-1/iteration-1/explore/product'),
];

test('every checkpoint leads back to its pairs and they to their episodes', () => {
  const { nodes } = lineageGraph(steps, undefined);
  const from = (id: string) => nodes.find(node => node.id === id)?.from;
  assert.deepEqual(from('seed-1/iteration-1/train'), ['seed-1/iteration-0/train', 'seed-1/iteration-1/pairs']);
  assert.deepEqual(from('seed-1/iteration-1/pairs'), ['seed-1/iteration-1/explore']);
  assert.deepEqual(from('seed-1/iteration-0/train'), ['from:base']);
  assert.equal(nodes.find(({ id }) => id === 'from:base')?.title, 'Base policy');
});

test('columns are the stages in time, rows the arms, and nothing stands left of what it was made from', () => {
  const { nodes, columns, rows } = lineageGraph(steps, undefined);
  assert.deepEqual(columns, ['', 'Cloning', 'Iteration 1', 'Iteration 1', 'Iteration 1']);
  assert.deepEqual(rows, ['ETO', 'RFT']);
  const places = nodes.map(({ column, row }) => `${column} ${row}`);
  assert.equal(new Set(places).size, nodes.length, 'no two nodes stand in one place');
  for (const node of nodes)
    for (const parent of node.from) assert.ok(nodes.find(({ id }) => id === parent)!.column < node.column);
});

test('the stage at work is a node, until it is done', () => {
  const at = (running: { place: Place; stage: Stage }) =>
    lineageGraph(steps, running).nodes.filter(({ state }) => state === 'running');
  assert.deepEqual(
    at({ place: first, stage: 'evaluate' }).map(({ id, name }) => [id, name]),
    [['seed-1/iteration-1/evaluate', 'Evaluation, ETO, iteration 1']],
  );
  assert.deepEqual(at({ place: first, stage: 'train' }), []);
  assert.equal(lineageGraph([], { place: cloning, stage: 'demonstrate' }).nodes.length, 1);
});

test('several seeds stand below each other and are named', () => {
  const { rows, nodes } = lineageGraph([...steps, step({ ...cloning, seed: 2 }, 'train')], undefined);
  assert.deepEqual(rows, ['Seed 1, ETO', 'Seed 1, RFT', 'Seed 2, ETO']);
  assert.equal(nodes.at(-1)?.name, 'Checkpoint, seed 2, cloning');
});

test('a lineage file that leads out of its run is refused', () => {
  const good = { nodes: steps };
  const read = readLineageFile(JSON.stringify(good), 'lineage.json');
  assert.ok('value' in read);
  assert.deepEqual(read.value, steps);
  for (const file of ['../secret', '/etc/passwd', 'C:\\x', 'a/../../b', '', '\\\\host\\share']) {
    const bad = { nodes: [{ ...steps[0], made: [{ file, hash: '' }] }] };
    const problem = readLineageFile(JSON.stringify(bad), 'lineage.json');
    assert.ok('problem' in problem, file);
    assert.equal(problem.problem.field, 'nodes[0].made[0].file');
  }
});

test('what is no lineage is a problem with its field', () => {
  const cases: readonly [string, string | undefined][] = [
    ['', undefined],
    ['[]', 'the file'],
    ['{"nodes":3}', 'nodes'],
    ['{"nodes":[null]}', 'nodes[0]'],
    ['{"nodes":[{"folder":"a","stage":"sleep","place":{}}]}', 'nodes[0].stage'],
  ];
  for (const [text, field] of cases) {
    const read = readLineageFile(text, 'lineage.json');
    assert.ok('problem' in read);
    assert.equal(read.problem.field, field, text);
  }
  assert.ok('problem' in readStageFile('{}', 'stage.json', 'seed-1/iteration-0/train'));
});
