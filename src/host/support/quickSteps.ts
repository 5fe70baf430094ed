import * as vscode from 'vscode';

/** A question among several that follow each other; its title is theirs. */
export interface QuickStep {
  readonly title: string;
  readonly canGoBack: boolean;
}

/** An item that stands for a value. */
export interface QuickChoice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks a question and returns what is known then; undefined when there is nothing to ask. */
export type Question<A> = (answers: A, step: QuickStep) => Promise<A> | undefined;

class GoBack extends Error {}

/** Asks one question after the other, with a way back to each. Rejects with a `CancellationError` when closed. */
export async function askAll<A>(title: string, start: A, questions: readonly Question<A>[]): Promise<A> {
  const before: { readonly index: number; readonly answers: A }[] = [];
  let answers = start;
  for (let index = 0; index < questions.length; index++) {
    const asked = questions[index]!(answers, { title, canGoBack: before.length > 0 });
    if (!asked) continue;
    try {
      const next = await asked;
      before.push({ index, answers });
      answers = next;
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
      const last = before.pop()!;
      answers = last.answers;
      index = last.index - 1;
    }
  }
  return answers;
}

/** Lets the person choose one of several; the first is the default. */
export function choose<T>(
  step: QuickStep,
  { placeholder, items }: { readonly placeholder: string; readonly items: readonly QuickChoice<T>[] },
): Promise<T> {
  const pick = vscode.window.createQuickPick<QuickChoice<T>>();
  pick.items = items;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return answer(pick, step, () => pick.selectedItems[0]?.value);
}

/** What a text is to be asked for. */
export interface TextQuestion {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isSecret?: boolean;
  /** What is wrong with a text, in words for the person; undefined when it may be taken. */
  check?(text: string): string | undefined;
}

/** Lets the person write a text. */
export function ask(step: QuickStep, { prompt, value, placeholder, isSecret, check }: TextQuestion): Promise<string> {
  const input = vscode.window.createInputBox();
  input.prompt = prompt;
  input.value = value ?? '';
  input.placeholder = placeholder;
  input.password = isSecret ?? false;
  const validate = () => {
    input.validationMessage = check?.(input.value);
  };
  input.onDidChangeValue(validate);
  return answer(input, step, () => {
    validate();
    return input.validationMessage ? undefined : input.value;
  });
}

/** Shows an input until it has a value, the person goes back or closes it. */
function answer<T>(
  input: vscode.QuickPick<QuickChoice<T>> | vscode.InputBox,
  step: QuickStep,
  read: () => T | undefined,
): Promise<T> {
  input.title = step.title;
  input.ignoreFocusOut = true;
  if (step.canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T>((resolve, reject) => {
    input.onDidAccept(() => {
      const value = read();
      if (value === undefined) return;
      resolve(value);
      input.dispose();
    });
    input.onDidTriggerButton(() => {
      reject(new GoBack());
      input.dispose();
    });
    input.onDidHide(() => {
      reject(new vscode.CancellationError());
      input.dispose();
    });
    input.show();
    keepFocus();
  });
}

/**
 * VS Code's walkthrough, whose tab has no input that extensions know, takes the focus back a quarter of a second after
 * one of its buttons was pressed by keyboard: give it to the question again.
 */
function keepFocus(): void {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  if (activeTab && activeTab.input === undefined)
    setTimeout(() => void vscode.commands.executeCommand('workbench.action.focusQuickOpen'), 500);
}
