import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { HumanError } from '../../src/engine/problem.ts';
import { acquireLock } from '../../src/node/lock.ts';
import { type Holder, readHolder, thisHolder } from '../../src/node/lockHolder.ts';

const folder = mkdtempSync(join(tmpdir(), 'contrail-lock-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const quiet = { command: 'a test', onLost: () => {} };

function writeHolder(path: string, change: Partial<Holder>): void {
  writeFileSync(path, JSON.stringify({ ...thisHolder('explore', 'abc'), ...change }));
}

interface Child {
  readonly process: ChildProcess;
  ask(path: string): Promise<string>;
}

async function startChild(): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lockChild.ts'), 'lock.test'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    process: child,
    async ask(path) {
      child.stdin.write(`${path}\n`);
      return (await lines.next()).value as string;
    },
  };
}

test('the second to try is told who holds the lock, and a released lock is free', () => {
  const path = join(folder, 'plain');
  const lock = acquireLock(path, { ...quiet, command: 'contrail explore' });
  assert.throws(
    () => acquireLock(path, quiet),
    (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(
        error.message,
        new RegExp(`in use by process ${process.pid} on ${hostname()} \\(contrail explore, since 2`),
      );
      return true;
    },
  );
  lock.release();
  acquireLock(path, quiet).release();
  assert.equal(existsSync(path), false);
});

test('the lock of a process that is gone is taken over, also when another process has its id now', () => {
  const gone = join(folder, 'gone');
  writeHolder(gone, { pid: 2 ** 22 + 1, started: '1' });
  acquireLock(gone, quiet).release();
  const reused = join(folder, 'reused');
  writeHolder(reused, { started: 'another time' });
  acquireLock(reused, quiet).release();
});

test('a holder on another machine counts as gone when it has given no sign of life for a minute', () => {
  const path = join(folder, 'far');
  writeHolder(path, { host: 'far', machine: 'far' });
  assert.throws(() => acquireLock(path, quiet), /in use by process \d+ on far/);
  utimesSync(path, new Date(), new Date(Date.now() - 61_000));
  acquireLock(path, quiet).release();
});

test('a lock that was torn while it was written is waited for, then taken over', () => {
  const path = join(folder, 'torn');
  writeFileSync(path, '{"pid": 12');
  assert.throws(() => acquireLock(path, quiet), /just starting/);
  utimesSync(path, new Date(), new Date(Date.now() - 61_000));
  acquireLock(path, quiet).release();
});

test('a folder that is not there is an error that says so', () => {
  assert.throws(() => acquireLock(join(folder, 'no', 'lock'), quiet), /Cannot lock .* no such file or folder/);
});

test('of processes that race for a free or a dead lock exactly one wins, and the others name a winner', async () => {
  const racers = await Promise.all(Array.from({ length: 6 }, startChild));
  for (let round = 0; round < 25; round++) {
    const path = join(folder, `race-${round}`);
    if (round % 5 > 0) writeHolder(path, { started: `dead in round ${round}` });
    // What a taker leaves that is killed between winning the right to a dead lock and using it.
    if (round % 5 > 2) writeHolder(`${path}.abc`, { started: 'also dead', token: 'def' });
    const answers = await Promise.all(racers.map(racer => racer.ask(path)));
    assert.equal(answers.filter(answer => answer === 'held').length, 1, answers.join('\n'));
    assert.equal(answers.filter(answer => answer.includes('in use by process')).length, racers.length - 1);
  }
  const litter = readdirSync(folder).filter(name => name.startsWith('race-') && name.includes('.'));
  assert.deepEqual(litter, []);
});

test('a lock outlives neither a kill nor an ordinary end of its process', async () => {
  const path = join(folder, 'killed');
  const first = await startChild();
  assert.equal(await first.ask(path), 'held');
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const second = await startChild();
  assert.equal(await second.ask(path), 'held');
  assert.equal(readHolder(path)?.pid, second.process.pid);
  second.process.stdin!.end();
  await once(second.process, 'exit');
  assert.equal(existsSync(path), false);
});
