import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contrail } from './contrail.ts';

const cwd = mkdtempSync(join(tmpdir(), 'contrail-damage-'));
after(() => rmSync(cwd, { recursive: true, force: true }));

writeFileSync(
  join(cwd, 'contrail.json'),
  `{
    "environment": { "tasks": { "train": 3, "demonstrations": 3 } },
    "policy": { "kind": "random" },
    "explore": { "rollouts": 2, "maxSteps": 3 },
    "pairs": { "preset": "eto-paper" }
  }`,
);

test('pairing tells each line that it cannot read with its place, and uses the others', () => {
  assert.equal(contrail(['explore'], { cwd }).status, 0);
  const file = join(cwd, 'runs/experiment/seed-1/iteration-1/explore/episodes.trajectories.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[2] = '{"garbage';
  writeFileSync(file, lines.join('\n'));
  const { status, stdout, stderr } = contrail(['pair'], { cwd });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /5 pairs on 3 of 3 tasks; 1 lines could not be read/);
  assert.match(stderr, /left out: .*episodes\.trajectories\.jsonl:3:\d+: The line is cut off/);
});
