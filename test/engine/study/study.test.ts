import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import { studies } from '../../../src/engine/study/registry.ts';
import { configurationFrom, variantSettings } from '../../../src/engine/study/study.ts';

for (const study of studies) {
  test(`the variants of ${study.name} are experiments that a contrail.json could hold`, () => {
    for (const variant of study.variants) {
      const settings = variantSettings(study, variant, [5, 6]);
      const parsed = parseConfiguration(JSON.stringify(settings), 'contrail.json');
      assert.deepEqual(parsed, { configuration: configurationFrom(settings) });
      assert.ok('configuration' in parsed);
      assert.equal(parsed.configuration.name, `${study.name}.${variant.name}`);
      assert.deepEqual(parsed.configuration.seeds, [5, 6]);
      // Tasks that were never used for choosing: of another seed of the world, or games held out.
      const { seed, holdOut } = parsed.configuration.environment;
      assert.ok(holdOut || seed !== configurationFrom({}).environment.seed);
    }
  });
}
