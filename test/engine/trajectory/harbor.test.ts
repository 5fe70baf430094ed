import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { anyTrajectory } from './arbitrary.ts';
import { sample } from './sample.ts';

const python = process.env['CONTRAIL_HARBOR_PYTHON'];

/** Validates each line of its input with Harbor's own validator and prints what it says against each. */
const validate = `
import json, sys
from harbor.utils.trajectory_validator import TrajectoryValidator
validator = TrajectoryValidator()
print(json.dumps([[] if validator.validate(json.loads(line)) else validator.errors for line in sys.stdin.buffer]))
`;

test("Harbor's validator accepts every line", {
  skip: python
    ? false
    : 'set CONTRAIL_HARBOR_PYTHON to a Python 3.12 or newer that has the package "harbor" from PyPI to run this',
}, () => {
  const trajectories = [sample, { ...sample, steps: [] }, ...fc.sample(anyTrajectory, { numRuns: 200, seed: 1 })];
  const surrogate = { ...sample, opening: 'half a pair \ud83d' };
  const input = [...trajectories, surrogate].map(trajectory => `${encodeTrajectory(trajectory)}\n`).join('');
  const broken = encodeTrajectory(sample).replace('"step_id":2', '"step_id":5');
  const output = execFileSync(python!, ['-c', validate], { input: `${input}${broken}\n`, encoding: 'utf8' });
  const complaints: string[][] = JSON.parse(output);
  assert.equal(complaints.length, trajectories.length + 2);
  assert.notDeepEqual(complaints.at(-1), [], 'the validator would accept anything');
  assert.deepEqual(complaints.slice(0, -1).flat(), []);
});
