import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onAbort } from '../../../src/engine/policies/abort.ts';

test('any number of callbacks share one listener, and those taken back are not called', () => {
  const controller = new AbortController();
  let listeners = 0;
  const add = controller.signal.addEventListener.bind(controller.signal);
  controller.signal.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners++;
    add(type, listener);
  };
  const called: number[] = [];
  const takeBack = Array.from({ length: 40 }, (_, index) => onAbort(controller.signal, () => called.push(index)));
  for (const ignore of takeBack.slice(2)) ignore();
  controller.abort();
  assert.equal(listeners, 1);
  assert.deepEqual(called, [0, 1]);
});
