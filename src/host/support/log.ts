import type * as vscode from 'vscode';

/** The extension's log, as the Output panel shows it. */
export type Log = vscode.LogOutputChannel;
