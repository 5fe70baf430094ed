/** Tries for the locks that standard input names, a path a line, and lets go of the one before; answers `held` or the error. */
import { createInterface } from 'node:readline';
import { acquireLock, type Lock } from '../../src/node/lock.ts';

let lock: Lock | undefined;
console.log('ready');
for await (const path of createInterface({ input: process.stdin })) {
  lock?.release();
  lock = undefined;
  try {
    lock = acquireLock(path, { command: `child of ${process.argv[2]}`, onLost: () => console.log('lost') });
    console.log('held');
  } catch (error) {
    console.log((error as Error).message);
  }
}
