import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExperimentChoices, experimentText } from '../../../src/engine/configuration/experimentText.ts';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';

const environments: readonly ExperimentChoices['environment'][] = [
  { name: 'household' },
  { name: 'alfworld', root: 'games "of\\ours"' },
];
const server = { kind: 'openai', baseURL: 'http://127.0.0.1:8000/v1', model: 'a "b"' } as const;
const policies: readonly ExperimentChoices['policy'][] = [
  { kind: 'builtin' },
  server,
  { ...server, keyVariable: 'OPENAI_API_KEY' },
];

for (const environment of environments) {
  for (const policy of policies) {
    test(`a new experiment says what was chosen: ${JSON.stringify({ environment, policy })}`, () => {
      const text = experimentText({ name: 'first-one', environment, policy, baselines: ['rft'] });
      const parsed = parseConfiguration(text, 'contrail.json');
      assert.ok('configuration' in parsed, JSON.stringify(parsed));
      const { configuration } = parsed;
      assert.equal(configuration.name, 'first-one');
      assert.deepEqual({ ...configuration.environment, ...environment }, configuration.environment);
      assert.deepEqual({ ...configuration.policy, ...policy }, configuration.policy);
      assert.deepEqual(configuration.baselines, policy.kind === 'builtin' ? ['rft'] : []);
    });
  }
}
