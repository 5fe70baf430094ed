import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adaptiveLimiter, type Limiter, type Permit } from '../../../src/engine/policies/limiter.ts';
import { stoppedClock } from './stoppedClock.ts';

const never = new AbortController().signal;
const settled = () => new Promise(resolve => setImmediate(resolve));

async function enter(limiter: Limiter): Promise<Permit> {
  const permit = await limiter.enter(never);
  assert.ok(permit);
  return permit;
}

/** Asks for `count` permits and collects those that were given, by the order in which they were asked for. */
function ask(limiter: Limiter, count: number) {
  const given: { readonly index: number; readonly permit: Permit }[] = [];
  for (let index = 0; index < count; index++) enter(limiter).then(permit => given.push({ index, permit }));
  return given;
}

/** Requests come and are taken, `limit` at a time, until `requests` have been. */
async function work(limiter: Limiter, requests: number) {
  for (let done = 0; done < requests; ) {
    const permits = await Promise.all(Array.from({ length: limiter.limit }, () => enter(limiter)));
    for (const permit of permits) permit.leave('taken');
    done += permits.length;
  }
}

test('admits as many as asked for, then one for each that leaves, first come, first served', async () => {
  const limiter = adaptiveLimiter(3, stoppedClock());
  const given = ask(limiter, 6);
  await settled();
  assert.deepEqual(
    given.map(({ index }) => index),
    [0, 1, 2],
  );
  given[1]!.permit.leave('taken');
  given[0]!.permit.leave('failed');
  given[0]!.permit.leave('failed');
  await settled();
  assert.deepEqual(
    given.map(({ index }) => index),
    [0, 1, 2, 3, 4],
  );
});

test('a refusal halves the limit once for all requests that were sent at the same level', async () => {
  const limiter = adaptiveLimiter(64, stoppedClock());
  const given = ask(limiter, 64);
  await settled();
  for (const { permit } of given.slice(32)) permit.leave('refused');
  assert.equal(limiter.limit, 32);
  for (const { permit } of given.slice(0, 32)) permit.leave('taken');
  const next = ask(limiter, 40);
  await settled();
  assert.equal(next.length, 32);
  next[0]!.permit.leave('refused');
  assert.equal(limiter.limit, 16);
});

test('nobody enters while the server wants to be left alone, and everybody afterwards', async () => {
  const clock = stoppedClock();
  const limiter = adaptiveLimiter(4, clock);
  const first = await enter(limiter);
  first.leave('refused', 2000);
  const given = ask(limiter, 2);
  clock.advance(1999);
  await settled();
  assert.equal(given.length, 0);
  clock.advance(1);
  await settled();
  assert.equal(given.length, 2);
});

test('recovers by one for each level that was taken, after a time of peace, up to what was asked for', async () => {
  const clock = stoppedClock();
  const limiter = adaptiveLimiter(8, clock);
  (await enter(limiter)).leave('refused');
  assert.equal(limiter.limit, 4);
  await work(limiter, 100);
  assert.equal(limiter.limit, 4);
  clock.advance(2000);
  await work(limiter, 4);
  assert.equal(limiter.limit, 5);
  await work(limiter, 5 + 6 + 7 + 80);
  assert.equal(limiter.limit, 8);
});

test('a refusal on the way up goes back one step, doubles the time of peace and holds up nobody else', async () => {
  const clock = stoppedClock();
  const limiter = adaptiveLimiter(8, clock);
  (await enter(limiter)).leave('refused');
  clock.advance(2000);
  await work(limiter, 4);
  (await enter(limiter)).leave('refused', 60_000);
  assert.equal(limiter.limit, 4);
  clock.advance(2000);
  await work(limiter, 100);
  assert.equal(limiter.limit, 4);
  clock.advance(2000);
  await work(limiter, 4);
  assert.equal(limiter.limit, 5);
});

test('never falls below one, and goes on', async () => {
  const limiter = adaptiveLimiter(2, stoppedClock());
  for (let round = 0; round < 5; round++) (await enter(limiter)).leave('refused');
  assert.equal(limiter.limit, 1);
  (await enter(limiter)).leave('taken');
  await enter(limiter);
});

test('who stops waiting rejects with the reason and leaves the queue in order', async () => {
  const limiter = adaptiveLimiter(1, stoppedClock());
  const first = await enter(limiter);
  const controller = new AbortController();
  const second = limiter.enter(controller.signal);
  const third = ask(limiter, 1);
  controller.abort(new Error('enough'));
  await assert.rejects(second, /enough/);
  await assert.rejects(limiter.enter(controller.signal), /enough/);
  first.leave('taken');
  await settled();
  assert.equal(third.length, 1);
});

test('who waits no longer than to a certain time leaves with nothing', async () => {
  const clock = stoppedClock();
  const limiter = adaptiveLimiter(1, clock);
  const first = await enter(limiter);
  const second = limiter.enter(never, 1000);
  const third = ask(limiter, 1);
  clock.advance(1000);
  assert.equal(await second, undefined);
  first.leave('taken');
  await settled();
  assert.equal(third.length, 1);
});
