/** The command line with `experiment` and `iterate` alone, from source. */
import { registerExperiment } from '../../src/cli/experiment.ts';
import { registerIterate } from '../../src/cli/iterate.ts';
import { runProgram } from '../../src/cli/program.ts';

void runProgram('0.0.0', [registerExperiment, registerIterate]);
