import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../../../src/engine/configuration/canonical.ts';
import { frozen } from '../../../src/engine/configuration/frozen.ts';
import { parseConfiguration } from '../../../src/engine/configuration/parse.ts';
import { type RunChoice, runChoices } from '../../../src/host/jobs/runChoice.ts';
import type { JobView } from '../../../src/node/jobFollower.ts';

const parsed = parseConfiguration('{ "name": "demo" }', '');
const configuration = 'configuration' in parsed ? parsed.configuration : assert.fail();

function run(status: JobView['state']['status'], hash = hashOf(frozen(configuration))): JobView {
  return {
    state: { status, job: { format: 'contrail-job-1', command: 'contrail iterate', created: '', configuration, hash } },
  };
}

function choices(runs: Readonly<Record<string, JobView>>, command: 'iterate' | 'explore' = 'iterate'): string[] {
  const known = new Map(Object.entries(runs));
  const all: readonly RunChoice[] = runChoices({
    command,
    configuration,
    runs: known,
    isTaken: name => known.has(name),
    now: 0,
  });
  return all.map(({ kind, name }) => `${kind} ${name}`);
}

test('starts the experiment where there is no run', () => {
  assert.deepEqual(choices({}), ['new demo', 'limited demo']);
});

test('goes on with what is not done, before it starts another', () => {
  assert.deepEqual(choices({ demo: run('stopped') }), ['go-on demo', 'new demo-2', 'limited demo-2']);
  assert.deepEqual(choices({ demo: run('finished') }, 'explore')[0], 'go-on demo');
});

test('starts another loop after one that is done', () => {
  assert.deepEqual(choices({ 'demo-2': run('finished'), demo: run('stopped') }), [
    'new demo-3',
    'limited demo-3',
    'go-on demo-2',
    'go-on demo',
  ]);
});

test('shows what runs, and goes on with no run of another configuration', () => {
  assert.deepEqual(choices({ demo: run('running') }), ['show demo', 'new demo-2', 'limited demo-2']);
  assert.deepEqual(choices({ demo: run('stopped', 'another') }), ['new demo-2', 'limited demo-2']);
});
