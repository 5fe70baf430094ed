import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arms, folderStage, type Place, stageFolder, stages } from '../../../src/engine/iteration/place.ts';

test('the folder of a stage tells its place and stage', () => {
  for (const arm of arms) {
    for (const stage of stages) {
      const place: Place = { seed: 3, arm, iteration: 2 };
      assert.deepEqual(folderStage(stageFolder(place, stage)), { place, stage });
    }
  }
  assert.deepEqual(folderStage('seed-1/best-of-n/iteration-0/evaluate')?.place.arm, 'best-of-n');
});

test('what all arms share belongs to ETO', () => {
  const folder = stageFolder({ seed: 1, arm: 'rft', iteration: 0 }, 'demonstrate');
  assert.deepEqual(folderStage(folder), { place: { seed: 1, arm: 'eto', iteration: 0 }, stage: 'demonstrate' });
});

test('other folders are none of a stage', () => {
  for (const folder of ['', 'seed-1', 'seed-1/iteration-1', 'seed-1/x/iteration-1/train', 'seed-1/iteration-1/other'])
    assert.equal(folderStage(folder), undefined);
});
