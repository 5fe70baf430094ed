/** Works on the job of the folder in `argv[2]`, step after step, until it is asked to stop; says so and leaves with 130. */
import { setTimeout } from 'node:timers/promises';
import { parseConfiguration } from '../../src/engine/configuration/parse.ts';
import { openJob } from '../../src/node/job.ts';

const parsed = parseConfiguration('{}', 'contrail.json');
if ('problems' in parsed) throw new Error('The empty configuration is valid.');
const job = openJob(process.argv[2]!, { command: 'contrail test', configuration: parsed.configuration });
console.log('working');
for (let step = 0; !job.signal.aborted; step++) {
  job.report({ kind: 'job-note', level: 'info', message: `step ${step}` });
  await setTimeout(5);
}
// A job that saves for long: what a second signal is for.
if (process.argv[3] === 'slow') await setTimeout(60_000);
job.end({ status: 'stopped', code: 130, message: (job.signal.reason as Error).message });
process.exitCode = 130;
