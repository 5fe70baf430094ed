import { exploreToFolder } from '../../src/node/explorationFolder.ts';
import { slowExploration } from './slowExploration.ts';

// Node ignores this signal, so that a file that may not grow is an error of the write; write-file-atomic undoes that.
process.on('SIGXFSZ', () => {});

/** Explores into the folder that it is told, and says so once it has begun. To be killed. */
for await (const event of exploreToFolder(slowExploration(process.argv[2]!, 1)))
  if (event.kind === 'started') console.log('started');
