import * as vscode from 'vscode';

/**
 * The file that a command is asked about: `file` of its argument object (a path or a URI as text), the URI that a menu
 * gives, that of a tree element, or that of the list of episodes whose menu was used. Undefined when the argument names none.
 */
export function fileArgument(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return uriOf(argument);
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { file, resourceUri, webview } = argument as Readonly<Record<string, unknown>>;
  return (
    fileArgument(file) ?? fileArgument(resourceUri) ?? (webview === 'contrail.episodes' ? activeFile() : undefined)
  );
}

/** The file of the custom editor that is active. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** A scheme has two letters at least; one letter and a colon begin a path of Windows. */
function uriOf(file: string): vscode.Uri {
  return /^[a-z][a-z\d+.-]+:/i.test(file) ? vscode.Uri.parse(file, true) : vscode.Uri.file(file);
}
