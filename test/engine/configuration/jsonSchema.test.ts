import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Check } from 'typebox/value';
import { jsonSchemaText } from '../../../src/engine/configuration/jsonSchema.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', 'media', 'contrail.schema.json');

test('the shipped JSON Schema is the one in the code (UPDATE_GOLDEN=1 writes it)', () => {
  if (process.env['UPDATE_GOLDEN']) writeFileSync(shipped, jsonSchemaText());
  assert.equal(readFileSync(shipped, 'utf8').replaceAll('\r\n', '\n'), jsonSchemaText());
});

test('it asks for nothing that has a default, and for what has none', () => {
  const schema = JSON.parse(jsonSchemaText()) as object;
  assert.ok(Check(schema, {}));
  assert.ok(Check(schema, { $schema: 'x', policy: { kind: 'openai', baseURL: 'http://h/v1', model: 'm' } }));
  assert.ok(!Check(schema, { policy: { kind: 'openai', baseURL: 'http://h/v1' } }));
  assert.ok(!Check(schema, { polciy: {} }));
});

test('every field has a description', () => {
  const silent: string[] = [];
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    const { properties, anyOf } = value as {
      properties?: Record<string, { description?: string; const?: string }>;
      anyOf?: unknown[];
    };
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (!property.description && property.const === undefined) silent.push(`${path}.${name}`);
      visit(property, `${path}.${name}`);
    }
    for (const variant of anyOf ?? []) visit(variant, path);
  };
  visit(JSON.parse(jsonSchemaText()), '');
  assert.deepEqual(silent, []);
});
