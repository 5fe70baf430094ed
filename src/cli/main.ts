#!/usr/bin/env node
import { registerChanges } from './changes.ts';
import { registerCheck } from './check.ts';
import { registerDemo } from './demo.ts';
import { registerExperiment } from './experiment.ts';
import { registerIterate } from './iterate.ts';
import { registerPlay } from './play.ts';
import { registerPretrain } from './pretrain.ts';
import { runProgram } from './program.ts';
import { registerReport } from './report.ts';
import { registerShow } from './show.ts';
import { registerSingleStages } from './singleStages.ts';
import { registerTasks } from './tasks.ts';

declare const CONTRAIL_VERSION: string;

void runProgram(CONTRAIL_VERSION, [
  registerDemo,
  registerTasks,
  registerPlay,
  registerSingleStages,
  registerIterate,
  registerExperiment,
  registerReport,
  registerShow,
  registerChanges,
  registerCheck,
  registerPretrain,
]);
