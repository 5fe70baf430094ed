import type * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerCommand } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { registerConfigurationProblems } from './configurationProblems.ts';
import { newExperiment } from './newExperiment.ts';
import { registerStageLenses } from './stageLenses.ts';

/** Experiments: how one is made, and what `contrail.json` offers and complains of in its editor. */
export function registerExperiment(services: Services): vscode.Disposable {
  return new Disposables(
    registerCommand('contrail.newExperiment', services, argument => newExperiment(services, argument)),
    registerStageLenses(),
    registerConfigurationProblems(services),
  );
}
