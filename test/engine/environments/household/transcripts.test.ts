import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { compileGame } from '../../../../src/engine/environments/household/game.ts';
import type { GameSource } from '../../../../src/engine/environments/household/gameText.ts';

/** ALFWorld games as played by TextWorld 1.7.0; not part of the project. */
const data = resolve(import.meta.dirname, '../../../../../shared/data/alfworld');

interface Transcript {
  readonly game: string;
  readonly intro: string;
  readonly admissible: readonly string[];
  readonly steps: readonly { command: string; feedback: string; won: boolean; admissible: readonly string[] }[];
}

function unzipped(path: string): string {
  return gunzipSync(readFileSync(path)).toString('utf8');
}

test("TextWorld's transcripts of ALFWorld's games, byte for byte", {
  skip: existsSync(data) ? false : `no transcripts in ${data}`,
}, () => {
  const transcripts = unzipped(join(data, 'reference.jsonl.gz')).trim().split('\n');
  assert.equal(transcripts.length, 67);
  for (const line of transcripts) {
    const { game, intro, admissible, steps } = JSON.parse(line) as Transcript;
    const play = compileGame(JSON.parse(unzipped(join(data, 'games', `${game}.gz`))) as GameSource).start();
    assert.deepEqual([play.observation, play.admissible], [intro, admissible], game);
    for (const [index, step] of steps.entries()) {
      const { observation, valid } = play.step(step.command);
      const where = `${game}, step ${index + 1}: ${step.command}`;
      assert.deepEqual([observation, play.won, play.admissible], [step.feedback, step.won, step.admissible], where);
      assert.equal(valid, step.feedback !== 'Nothing happens.', where);
    }
  }
});
