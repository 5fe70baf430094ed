import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { editorFor } from './editor.ts';
import { pack } from './pack.ts';
import { openWorkbench } from './workbench.ts';

test('the package is small, installs, and starts when it is used', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-package-'));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const vsix = pack(folder);
  const host = statSync(join(folder, 'dist', 'extension.cjs')).size;
  const all = statSync(vsix).size;
  t.diagnostic(`host bundle ${(host / 1e3).toFixed(0)} kB, package ${(all / 1e6).toFixed(2)} MB`);
  assert.ok(host < 500e3, `The host bundle has ${host} bytes.`);
  assert.ok(all < 3e6, `The package has ${all} bytes.`);

  const editor = await editorFor(t);
  if (!editor) return;
  const workbench = await openWorkbench({ editor, vsix, workspace: folder });
  t.after(() => workbench.close());
  const isActiveUnasked = await workbench.call(
    vscode => vscode.extensions.getExtension('contrail.contrail')?.isActive,
    undefined,
  );
  assert.equal(isActiveUnasked, false);
  await workbench.palette('Contrail: Show Log');
  await workbench.page.getByRole('tab', { name: 'Output' }).waitFor();
  const path = await workbench.call(vscode => {
    const extension = vscode.extensions.getExtension('contrail.contrail');
    return extension?.isActive ? extension.extensionPath : undefined;
  }, undefined);
  assert.ok(path?.startsWith(workbench.data), `Contrail runs from ${path}.`);
});
