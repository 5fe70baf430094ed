import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import { startThread } from '../../src/node/thread.ts';
import type { Configurations } from '../../src/protocol/configurations.ts';

test('a thread checks a configuration as this one would', async () => {
  const thread = startThread<Configurations>('configurations', undefined);
  try {
    for (const text of ['{ "name": "here" }', '{ "nam": "here" }', '{', '']) {
      const answer = await thread.during(() => thread.api.parse({ text, file: 'contrail.json' }));
      assert.deepEqual(answer, parseConfiguration(text, 'contrail.json'));
    }
  } finally {
    await thread.close();
  }
});
