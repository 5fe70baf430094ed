import type * as vscode from 'vscode';
import type { Services } from '../services.ts';

/** What the nodes of a tree share with it. */
export interface TreeContext {
  readonly services: Services;
  /** How many children of a paged node are shown, by its key; outlives the nodes. */
  readonly shown: Map<string, number>;
  /** Draws a node and what is below it again; all without one. */
  changed(node?: TreeNode): void;
}

/** An element of a tree. Menus give it to commands, which read its fields as they read those of an argument object. */
export abstract class TreeNode {
  /** Unique in its tree and the same after every reading, so that what is expanded stays so. */
  abstract readonly key: string;

  /** How it looks; asked for only when it comes into view. */
  abstract item(): vscode.TreeItem | Promise<vscode.TreeItem>;

  /** What is below it; asked for only when it is expanded. */
  children(): Promise<readonly TreeNode[]> {
    return Promise.resolve([]);
  }
}
