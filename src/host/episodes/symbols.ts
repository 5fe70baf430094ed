import * as vscode from 'vscode';
import type { LineRange, PartRange, TextPart } from '../../engine/trajectory/text.ts';
import { partsBetween } from '../../engine/trajectory/textPlace.ts';
import { visible } from '../../engine/trajectory/visible.ts';
import type { OpenedEpisode } from '../../protocol/episodeFiles.ts';
import type { EpisodeDocuments } from './episodeDocuments.ts';
import { episodeSelector } from './episodeUri.ts';

/** What the outline, the breadcrumbs and sticky scroll show: the task, each step by its action, the ending. */
export function registerSymbols(documents: EpisodeDocuments): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    episodeSelector,
    {
      async provideDocumentSymbols(document) {
        const opened = await documents.opened(document);
        return opened && episodeSymbols(opened);
      },
    },
    { label: 'Episode' },
  );
}

const kinds: Readonly<Record<TextPart, vscode.SymbolKind>> = {
  task: vscode.SymbolKind.Namespace,
  opening: vscode.SymbolKind.String,
  thought: vscode.SymbolKind.String,
  action: vscode.SymbolKind.Method,
  observation: vscode.SymbolKind.String,
  note: vscode.SymbolKind.Event,
  ending: vscode.SymbolKind.Constant,
};

const longestName = 120;

function episodeSymbols(opened: OpenedEpisode): vscode.DocumentSymbol[] {
  const { history, outcome, text } = opened;
  const details = problemsByStep(opened);
  const whole = (part: TextPart, name: string) =>
    text.parts
      .filter(range => range.part === part && range.step === undefined)
      .map(range => symbol({ name, part, range }));
  const steps = text.steps.flatMap((range, index) => {
    // Steps that are left out share one line, which names the first of them.
    if (index > 0 && range.from === text.steps[index - 1]!.from) return [];
    const action = history.steps[index]!.action;
    const name = `${index + 1} ${firstLine(action) || '(no action)'}`;
    return [stepSymbol({ name, detail: details.get(index) ?? '', range, parts: partsBetween(text, range) })];
  });
  return [
    ...whole('task', `Task: ${firstLine(history.task.instruction)}`),
    ...whole('opening', 'Opening'),
    ...steps,
    ...(outcome ? whole('ending', `Ended: ${outcome.ending}`) : []),
  ];
}

/** A step, with those of its parts inside that have lines to scroll through. */
function stepSymbol(step: {
  readonly name: string;
  readonly detail: string;
  readonly range: LineRange;
  readonly parts: readonly PartRange[];
}): vscode.DocumentSymbol {
  const made = symbol({ ...step, part: 'action' });
  const action = step.parts.find(({ part }) => part === 'action');
  if (action) made.selectionRange = new vscode.Range(action.from, 0, action.from, 0);
  if (!action || step.parts.every(({ from, to }) => to - from === 1)) return made;
  const long = (part: TextPart, name: string) =>
    step.parts
      .filter(range => range.part === part && range.to - range.from > 1)
      .map(range => symbol({ name, part, range }));
  const act = symbol({ name: 'Action', part: 'action', range: { from: action.from, to: step.range.to } });
  act.children = long('observation', 'Observation');
  made.children = [...long('thought', 'Thought'), act];
  return made;
}

function symbol(of: {
  readonly name: string;
  readonly detail?: string;
  readonly part: TextPart;
  readonly range: LineRange;
}): vscode.DocumentSymbol {
  const { from, to } = of.range;
  const range = new vscode.Range(from, 0, to - 1, Number.MAX_SAFE_INTEGER);
  return new vscode.DocumentSymbol(of.name, of.detail ?? '', kinds[of.part], range, new vscode.Range(from, 0, from, 0));
}

function problemsByStep({ problems }: OpenedEpisode): Map<number, string> {
  const details = new Map<number, string>();
  for (const { step, kind } of problems) {
    const known = details.get(step);
    details.set(step, known ? `${known}, ${kind}` : kind);
  }
  return details;
}

function firstLine(text: string): string {
  const line = visible(text.slice(0, longestName * 2))
    .split('\n', 1)[0]!
    .trim();
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
