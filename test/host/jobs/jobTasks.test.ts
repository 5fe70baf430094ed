import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as vscode from 'vscode';
import { makeExperiment, slowExploration, tinyLoop, until, untilAtWork } from './tinyExperiment.ts';

async function taskOf(t: TestContext, name: string, configuration: object, command: string) {
  const experiment = makeExperiment(name, configuration);
  t.after(() => experiment.dispose());
  const path = vscode.workspace.asRelativePath(experiment.configuration, false);
  const tasks = await vscode.tasks.fetchTasks({ type: 'contrail' });
  const own = tasks.filter(({ definition }) => definition['configuration'] === path);
  assert.deepEqual(own.map(({ definition }) => definition['command']).sort(), [
    'evaluate',
    'explore',
    'iterate',
    'pair',
    'train',
  ]);
  return { experiment, task: own.find(({ definition }) => definition['command'] === command)! };
}

function ended(task: vscode.Task): Promise<number | undefined> {
  return new Promise(resolve => {
    const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve(undefined);
    });
  });
}

test('each experiment is offered as tasks, which run it to its end', async t => {
  const { experiment, task } = await taskOf(t, 'task', tinyLoop, 'explore');
  const end = ended(task);
  await vscode.tasks.executeTask(task);
  await end;
  await until(experiment.run, ({ status }) => status === 'finished');
});

test('ending a task stops its job gracefully', async t => {
  const { experiment, task } = await taskOf(t, 'endtask', slowExploration, 'explore');
  const execution = await vscode.tasks.executeTask(task);
  await untilAtWork(experiment.run);
  execution.terminate();
  const { exit } = await until(experiment.run, ({ status }) => status === 'stopped');
  assert.equal(exit?.message, 'stop file');
});
