import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isArgumentObject, registerCommand, runCommand, setContext } from '../support/contributions.ts';
import { Disposables } from '../support/disposables.ts';
import { sampleEpisode } from './sampleEpisode.ts';

/** The walkthrough: its command, its last reading, and the tick of its step "Run the loop". */
export function registerWelcome(services: Services): vscode.Disposable {
  const { context, runs } = services;
  const tick = async () => {
    const all = await runs.list();
    await setContext(
      'contrail.hasFinishedRun',
      all.some(({ state }) => state.status === 'finished'),
    );
  };
  return new Disposables(
    registerCommand('contrail.openWalkthrough', services, () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
    ),
    registerCommand('contrail.openSampleEpisode', services, async argument => {
      const run = isArgumentObject(argument) && typeof argument['run'] === 'string' ? argument['run'] : undefined;
      await runCommand('contrail.compareWithExpert', await sampleEpisode(services, run));
    }),
    runs.onDidChange(tick),
  );
}
