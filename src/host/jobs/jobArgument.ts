import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../engine/problem.ts';
import { isArgumentObject, type JobArgument } from '../support/contributions.ts';
import { localFolders } from './runSearch.ts';

/** What a command was given, whoever called it. Paths are absolute. */
export interface GivenJob extends JobArgument {
  /** Whether a person called it from a menu, so that questions may be asked. */
  readonly isInteractive: boolean;
}

/**
 * Reads the argument of a command about jobs: nothing, an object from a script, the URI of a configuration, or an element
 * of a tree that holds a run or a configuration. Throws a `HumanError` for anything else.
 */
export function givenJob(argument: unknown): GivenJob {
  if (argument === undefined || argument === null) return { isInteractive: true };
  if (argument instanceof vscode.Uri) return { configuration: pathOf(argument), isInteractive: true };
  if (typeof argument !== 'object') throw wrong('the argument', 'an object');
  const { configuration, run, limit, wait } = argument as Readonly<Record<string, unknown>>;
  if (isRun(argument)) return { run: argument.folder.fsPath, isInteractive: true };
  if (isRun(run)) return { run: run.folder.fsPath, isInteractive: true };
  return {
    ...(configuration !== undefined && { configuration: readPath('configuration', configuration) }),
    ...(run !== undefined && { run: readPath('run', run) }),
    ...(limit !== undefined && { limit: readLimit(limit) }),
    ...(wait === true && { wait }),
    isInteractive: !isArgumentObject(argument),
  };
}

function isRun(value: unknown): value is { readonly folder: vscode.Uri } {
  return typeof value === 'object' && value !== null && 'folder' in value && value.folder instanceof vscode.Uri;
}

function readPath(name: string, value: unknown): string {
  if (value instanceof vscode.Uri) return pathOf(value);
  if (typeof value !== 'string' || value === '') throw wrong(name, 'a path');
  if (value.startsWith('file:')) return vscode.Uri.parse(value).fsPath;
  if (isAbsolute(value)) return vscode.Uri.file(value).fsPath;
  const folder = localFolders()[0];
  if (!folder) throw wrong(name, 'an absolute path, because no folder is open');
  return join(folder.uri.fsPath, value);
}

function readLimit(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw wrong('limit', 'a whole number ≥ 1');
}

function wrong(name: string, expected: string): HumanError {
  return new HumanError(`Cannot run this command: ${name} is to be ${expected}.`);
}

/** The path of a file on this machine. Throws a `HumanError` for one that is elsewhere. */
export function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  throw new HumanError(`Jobs need a folder on this machine; ${uri.toString(true)} is on another.`);
}

/** Throws a `HumanError` where nothing may be run. */
export function checkMayRun(): void {
  if (!vscode.workspace.isTrusted)
    throw new HumanError('This workspace is not trusted: episodes can be read, nothing is run. Trust it to run jobs.');
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 0 && localFolders().length === 0)
    throw new HumanError('This workspace is not on this machine: episodes can be read, but jobs need a folder here.');
}
