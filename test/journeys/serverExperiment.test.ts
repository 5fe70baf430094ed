import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { editorFor } from '../editor/editor.ts';
import { openWorkbench } from '../editor/workbench.ts';
import { householdModel } from '../householdModel.ts';
import { modelServer } from '../server.ts';
import { answer } from './person.ts';

const key = 'sk-not-to-be-written-anywhere';

function textsBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(name => statSync(name).isFile())
    .map(name => readFileSync(name, 'latin1'))
    .join('');
}

test('a model behind a server is set up by keyboard, and its key reaches the server and no file', async t => {
  const editor = await editorFor(t);
  if (!editor) return;
  const server = await modelServer({ behave: householdModel });
  t.after(() => server.close());
  const workspace = mkdtempSync(join(tmpdir(), 'contrail-server-'));
  t.after(() => rmSync(workspace, { recursive: true, force: true, maxRetries: 5 }));
  const workbench = await openWorkbench({ editor, workspace });
  t.after(() => workbench.close());

  await workbench.palette('Contrail: New Experiment');
  await answer(workbench, 'What is played?');
  await answer(workbench, 'Who plays?', 'Model behind a server');
  await answer(workbench, 'Address of the server', server.baseURL);
  await answer(workbench, 'Name of the model', 'household');
  await answer(workbench, 'Environment variable', 'CONTRAIL_TEST_KEY');
  await answer(workbench, 'Name of the experiment', 'served');
  await answer(workbench, 'The key for CONTRAIL_TEST_KEY', key);
  await workbench.page.getByRole('tab', { name: 'contrail.json' }).waitFor();

  const configuration = join(workspace, 'contrail.json');
  const ended = await workbench.command('contrail.explore', { configuration, limit: 2, wait: true });
  assert.deepEqual(ended, { run: join(workspace, 'runs', 'served'), status: 'finished' });
  assert.ok(server.headers.length > 0);
  assert.ok(server.headers.every(({ authorization }) => authorization === `Bearer ${key}`));
  assert.ok(!textsBelow(workspace).includes(key), 'The key is written into the workspace.');
  assert.ok(!textsBelow(join(workbench.data, 'logs')).includes(key), 'The key is written into a log.');
});
