/** A model server in a process of its own, so that its work is not counted as its client's; its options are the first argument. */
import { modelServer } from '../server.ts';

const behave = () => 'Thought: The mug may be on one of the shelves. I look at the next one.\nAction: go to shelf 2';
const server = await modelServer({ ...JSON.parse(process.argv[2] ?? '{}'), behave });
process.send?.(server.baseURL);
process.on('disconnect', () => process.exit());
