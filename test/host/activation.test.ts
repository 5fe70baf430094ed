import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as vscode from 'vscode';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

const extension = vscode.extensions.getExtension('contrail.contrail');

test('activates when it is first needed, not before', async t => {
  assert.ok(extension);
  assert.equal(extension.isActive, false, 'nothing of a fresh window needs Contrail');
  const start = performance.now();
  await extension.activate();
  t.diagnostic(`activate() took ${(performance.now() - start).toFixed(1)} ms, loading the bundle included`);
  assert.ok(extension.isActive);
});

test('registers every command that the manifest declares', async () => {
  assert.ok(extension);
  const { contributes } = extension.packageJSON as Manifest;
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = contributes.commands.map(({ command }) => command).filter(command => !registered.has(command));
  assert.deepEqual(missing, []);
});
