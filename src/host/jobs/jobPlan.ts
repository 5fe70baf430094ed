import type { JobCommand } from '../../node/jobCommand.ts';

/** What is to be run, once nothing is open any more. Paths are absolute. */
export interface JobPlan {
  readonly command: JobCommand;
  readonly configuration: string;
  readonly run: string;
  readonly limit?: number;
}
