import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from '../../src/node/jobCommand.ts';

test('takes the command lines of jobs apart', () => {
  assert.deepEqual(parseCommand('contrail explore /a b/contrail.json --run /r --limit 5'), {
    command: 'explore',
    configuration: '/a b/contrail.json',
    limit: 5,
  });
  assert.deepEqual(parseCommand('contrail iterate'), { command: 'iterate' });
  assert.deepEqual(parseCommand('contrail pair --run r'), { command: 'pair' });
  assert.deepEqual(parseCommand('contrail demo --folder /tmp/x'), { command: 'iterate' });
  assert.deepEqual(parseCommand('contrail experiment recipe --limit 5'), { command: 'iterate', limit: 5 });
  assert.deepEqual(parseCommand('contrail evaluate c.json --limit=7 --json'), {
    command: 'evaluate',
    configuration: 'c.json',
    limit: 7,
  });
});

test('knows what is none of an editor', () => {
  for (const text of ['contrail pretrain', 'contrail', '', 'rm -rf /']) assert.equal(parseCommand(text), undefined);
});
