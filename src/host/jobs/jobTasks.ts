import { basename, dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { commandTitles, type JobCommand, jobCommands } from '../../node/jobCommand.ts';
import type { Services } from '../services.ts';
import { JobTerminal } from './jobTerminal.ts';
import { configurationFiles, localFolders } from './runSearch.ts';
import type { JobWatch } from './startJob.ts';

const type = 'contrail';

/** A job in `tasks.json`, as the manifest describes it. */
interface JobTask extends vscode.TaskDefinition {
  readonly command: JobCommand;
  /** Relative to the workspace folder. */
  readonly configuration?: string;
  readonly run?: string;
  readonly limit?: number;
}

/** Offers the jobs of every configuration as tasks, and runs those of `tasks.json`. */
export function registerJobTasks(services: Services, watch: JobWatch): vscode.Disposable {
  const task = (definition: JobTask, folder: vscode.WorkspaceFolder) =>
    makeTask({ definition, folder, open: argument => new JobTerminal(services, watch, argument) });
  return vscode.tasks.registerTaskProvider(type, {
    async provideTasks() {
      if (!vscode.workspace.isTrusted) return [];
      const files = (await configurationFiles()).filter(({ scheme }) => scheme === 'file');
      return files.flatMap(file => {
        const folder = vscode.workspace.getWorkspaceFolder(file);
        if (!folder) return [];
        const configuration = vscode.workspace.asRelativePath(file, false);
        return jobCommands.map(command => task({ type, command, configuration }, folder));
      });
    },
    resolveTask({ definition, scope }) {
      if (!vscode.workspace.isTrusted || !isJobTask(definition)) return undefined;
      const folder = typeof scope === 'object' ? scope : localFolders()[0];
      return folder && task(definition, folder);
    },
  });
}

interface TaskMaking {
  readonly definition: JobTask;
  readonly folder: vscode.WorkspaceFolder;
  open(job: { readonly command: JobCommand; readonly argument: object }): vscode.Pseudoterminal;
}

function makeTask({ definition, folder, open }: TaskMaking): vscode.Task {
  const { command, configuration = 'contrail.json' } = definition;
  const task = new vscode.Task(
    definition,
    folder,
    `${command} ${configuration}`,
    type,
    new vscode.CustomExecution(async resolved => {
      const { configuration: file = 'contrail.json', run, limit } = resolved as JobTask;
      const from = folder.uri.fsPath;
      return open({
        command,
        argument: {
          configuration: resolve(from, file),
          ...(run !== undefined && { run: resolve(from, run) }),
          ...(limit !== undefined && { limit }),
        },
      });
    }),
  );
  task.detail = `${commandTitles[command]} of ${basename(dirname(join(folder.uri.fsPath, configuration)))}`;
  return task;
}

function isJobTask(definition: vscode.TaskDefinition): definition is JobTask {
  return jobCommands.includes(definition['command'] as JobCommand);
}
