import { resolve } from 'node:path';

/** What the address of a workbench says. */
export interface Address {
  readonly port: number;
  /** A folder or a `.code-workspace` file; an empty window when absent. */
  readonly workspace?: string | undefined;
  /** The folder of the extension under development, if any. */
  readonly extension: string | false;
  /** The module whose `run()` the extension host is to call. */
  readonly tests?: string;
}

/** The address that opens a workbench. */
export function addressOf({ port, workspace, extension, tests }: Address): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (workspace) query.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(workspace));
  else query.set('ew', 'true');
  return `http://127.0.0.1:${port}/?${query}`;
}
