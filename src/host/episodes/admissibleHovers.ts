import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { partAt } from '../../engine/trajectory/textPlace.ts';
import type { History } from '../../engine/trajectory/trajectory.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import { replayAdmissible } from '../../node/expertThread.ts';
import { expertOrder } from '../compare/expertOrder.ts';
import type { Services } from '../services.ts';
import { runFolderOf } from '../support/runFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeAddress, episodeSelector } from './episodeUri.ts';

/** Longest list that a hover shows in full. */
const most = 60;

/**
 * On an action: what else could have been done. Recordings do not hold it, so the environment plays the episode again up
 * to that step, in a thread of its own; only where the workspace is trusted.
 */
export function registerAdmissibleHovers(services: Services, documents: EpisodeDocuments): vscode.Disposable {
  return vscode.languages.registerHoverProvider(episodeSelector, {
    async provideHover(document, { line }, token) {
      const opened = await documents.opened(document);
      const part = opened && partAt(opened.text, line);
      const file = episodeAddress(document.uri)?.file;
      if (part?.part !== 'action' || part.step === undefined || !file || !vscode.workspace.isTrusted) return undefined;
      const history = { ...opened!.history, steps: opened!.history.steps.slice(0, part.step) };
      const actions = await admissible(services, { file, history, token });
      return actions && new vscode.Hover(listText(actions, opened!.history.steps[part.step]!.action));
    },
  });
}

interface Wanted {
  readonly file: vscode.Uri;
  readonly history: History;
  readonly token: vscode.CancellationToken;
}

/** The valid actions; undefined where nobody knows the world, or its files are gone: a hover is no place for errors. */
async function admissible(
  services: Services,
  { file, history, token }: Wanted,
): Promise<readonly string[] | undefined> {
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
  try {
    const order = await expertOrder(services, { history, run: await runFolderOf(file) });
    return order && (await replayAdmissible({ environment: order.environment, history }, abort.signal));
  } catch (error) {
    if (error instanceof HumanError || error instanceof vscode.CancellationError) return undefined;
    throw error;
  } finally {
    subscription.dispose();
  }
}

function listText(actions: readonly string[], taken: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(
    `Admissible actions here: ${actions.length}, the one taken ${actions.includes(taken) ? 'among them' : 'not among them'}`,
  );
  const left = actions.length - most;
  const lines = actions.slice(0, most).map(visible);
  // Indented code cannot be ended by anything that stands in it.
  text.appendMarkdown(
    `\n\n${[...lines, ...(left > 0 ? [`… and ${left} more`] : [])].map(line => `    ${line.replaceAll('\n', ' ')}`).join('\n')}\n`,
  );
  return text;
}
