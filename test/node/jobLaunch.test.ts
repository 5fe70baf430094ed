import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { HumanError } from '../../src/engine/problem.ts';
import { type JobLaunch, launchJob } from '../../src/node/jobLaunch.ts';
import { readJob } from '../../src/node/jobState.ts';
import { requestStop } from '../../src/node/stopRequest.ts';

const root = mkdtempSync(join(tmpdir(), 'contrail-launch-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** A launch of a command line that is the given program, told its run folder as `process.argv[5]`. */
function launch(name: string, program: string): JobLaunch {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'cli.mjs'), program);
  return {
    cli: join(folder, 'cli.mjs'),
    command: 'explore',
    configuration: join(folder, 'contrail.json'),
    run: join(folder, 'run'),
    environment: { CONTRAIL_TEST_KEY: 'secret' },
    output: join(folder, 'logs', 'output.txt'),
  };
}

const worker = JSON.stringify(resolve('test/node/jobChild.ts'));

test('resolves when the job has its folder, which it keeps without its starter', async () => {
  const given = launch('lives', `process.argv[2] = process.argv[5]; await import(${worker});`);
  await launchJob(given);
  assert.equal((await readJob(given.run))?.status, 'running');
  requestStop(given.run);
  for (let wait = 0; wait < 500 && (await readJob(given.run))?.status === 'running'; wait++) await delay(10);
  assert.equal((await readJob(given.run))?.status, 'stopped');
});

test('runs in the folder of the configuration with the key in its environment alone', async () => {
  const given = launch(
    'place',
    `import { writeFileSync } from 'node:fs';
     const { CONTRAIL_TEST_KEY, ELECTRON_RUN_AS_NODE } = process.env;
     writeFileSync('seen.json', JSON.stringify([CONTRAIL_TEST_KEY, ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]));`,
  );
  await launchJob({ ...given, limit: 3 });
  const seen = JSON.parse(readFileSync(join(root, 'place', 'seen.json'), 'utf8')) as string[];
  assert.deepEqual(seen, ['secret', '1', 'explore', given.configuration, '--run', given.run, '--limit', '3']);
  assert.equal(process.env['CONTRAIL_TEST_KEY'], undefined);
});

test('a job that does not begin is told in its own words', async () => {
  const given = launch('refuses', `console.error('error: The folder is in use.\\nWait for it.'); process.exit(1);`);
  await assert.rejects(launchJob(given), new HumanError('The folder is in use.\nWait for it.'));
  assert.equal(existsSync(given.run), false);
});

test('a job that takes the folder only to refuse what is in it has not begun', async () => {
  const refuses = `
    import { acquireLock } from ${JSON.stringify(resolve('src/node/lock.ts'))};
    const lock = acquireLock(process.argv[5] + '/lock', { command: 'contrail explore', onLost() {} });
    await new Promise(resolve => setTimeout(resolve, 200));
    console.error('error: The folder holds a run of another configuration.');
    lock.release();
    process.exit(2);`;
  const given = launch('holds', `process.argv[2] = process.argv[5]; await import(${worker});`);
  await launchJob(given);
  requestStop(given.run);
  for (let wait = 0; wait < 500 && (await readJob(given.run))?.status === 'running'; wait++) await delay(10);
  writeFileSync(given.cli, refuses);
  await assert.rejects(launchJob(given), new HumanError('The folder holds a run of another configuration.'));
});

test('a program that breaks down is a bug, with all that it said', async () => {
  const given = launch('breaks', `throw new Error('unforeseen');`);
  await assert.rejects(launchJob(given), (error: Error) => {
    assert.ok(!(error instanceof HumanError));
    assert.match(error.message, /ended before its work began \(1\).*unforeseen/s);
    return true;
  });
});

test('a folder that is not there is told', async () => {
  const given = launch('nowhere', '');
  await assert.rejects(
    launchJob({ ...given, configuration: join(root, 'gone', 'contrail.json') }),
    /Cannot start a job/,
  );
});
