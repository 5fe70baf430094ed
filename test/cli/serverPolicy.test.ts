import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { householdModel } from '../householdModel.ts';
import { modelServer } from '../server.ts';
import { bundle } from './contrail.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail server '));
after(() => rmSync(folder, { recursive: true, force: true }));

const key = 'sk-not-to-be-written-anywhere';

interface End {
  readonly status: number;
  readonly stderr: string;
}

/** Runs `contrail` beside the server of this process. */
function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<End> {
  return new Promise(resolve => {
    const options = { env: { ...process.env, ...environment } };
    execFile(process.execPath, [bundle, ...args], options, (error, _, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stderr }),
    );
  });
}

function experiment(name: string, baseURL: string): string {
  const file = join(folder, `${name}.json`);
  const policy = { kind: 'openai', baseURL, model: 'household', keyVariable: 'CONTRAIL_TEST_KEY' };
  const environment = { tasks: { train: 4, val: 0, seen: 2, unseen: 2, demonstrations: 4 } };
  writeFileSync(file, JSON.stringify({ name, policy, environment, pairs: { preset: 'eto-paper' } }));
  return file;
}

function everyFile(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map(name => join(path, name))
    .filter(name => statSync(name).isFile())
    .map(name => readFileSync(name, 'utf8'));
}

test('a model behind a server is explored with, paired and evaluated, and its key is written nowhere', async () => {
  const server = await modelServer({ behave: householdModel });
  try {
    const file = experiment('good', server.baseURL);
    const place = join(folder, 'good');
    for (const stage of ['explore', 'pair', 'evaluate']) {
      const { status, stderr } = await run([stage, file, '--run', place], { CONTRAIL_TEST_KEY: key });
      assert.equal(status, 0, stderr);
    }
    assert.ok(everyFile(place).length > 10);
    assert.ok(everyFile(place).every(content => !content.includes(key)));
  } finally {
    await server.close();
  }
});

test('a missing key and a dead server are told before any episode, with what to do', async () => {
  const file = experiment('dead', 'http://127.0.0.1:9/v1');
  const missing = await run(['explore', file, '--run', join(folder, 'missing')]);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /CONTRAIL_TEST_KEY is not set/);
  const dead = await run(['explore', file, '--run', join(folder, 'dead')], { CONTRAIL_TEST_KEY: key });
  assert.equal(dead.status, 1);
  assert.match(dead.stderr, /nothing listens there; is the server running\?/);
  assert.ok(!dead.stderr.includes(key));
});
