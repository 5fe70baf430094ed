import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import Type, { type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { Problem } from '../problem.ts';
import { nearestName } from './nearestName.ts';
import { describeSchema, kindsOf, type SchemaNode, variantFor } from './schemaNode.ts';
import { positionsIn } from './textPosition.ts';

/** A JSON document that a person wrote, and what is to be read in it. */
export interface DocumentSpec {
  readonly schema: TSchema;
  readonly text: string;
  /** Names it in problems. */
  readonly file: string;
  /** Looks for what no schema can say in a value that fits the schema; `report` takes the path of the culprit. */
  check?(value: unknown, report: (path: readonly (string | number)[], message: string) => void): void;
}

/**
 * What a document says, its defaults not filled in, or everything that is wrong with it: JSON with comments and trailing
 * commas, any line ends, with or without a byte-order mark. Never throws; every problem is reported, each with its
 * place, its field and what would be right.
 */
export function parseDocument({
  schema,
  text,
  file,
  check,
}: DocumentSpec): { readonly value: unknown } | { readonly problems: readonly Problem[] } {
  const source = text.replace(/^\uFEFF/, '');
  const problems: Problem[] = [];
  const positionOf = positionsIn(source);
  const report: Report = (offset, field, message) => {
    problems.push({ file, ...positionOf(offset), ...(field && { field }), message });
  };
  const root = syntaxTree(source, report);
  const value = root && read(schema, root, '', report);
  if (root && problems.length === 0)
    check?.(value, (path, message) => report(nodeAt(root, path).offset, fieldOf(path), message));
  if (problems.length === 0) return { value };
  return { problems: problems.sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0)) };
}

/** The node at a path, or the nearest around it where what is meant was left out. */
function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  return findNodeAtLocation(root, [...path]) ?? nodeAt(root, path.slice(0, -1));
}

function fieldOf(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}

type Report = (offset: number, field: string, message: string) => void;

function syntaxTree(source: string, report: Report): Node | undefined {
  if (source.trim() === '') {
    report(0, '', 'The file is empty; {} takes every default.');
    return undefined;
  }
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(source, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser descends once a bracket; a file of a hundred thousand of them has no other way to fail.
    if (!(error instanceof RangeError)) throw error;
    report(0, '', 'Brackets are nested too deeply to be a configuration.');
  }
  for (const { error, offset } of errors) report(offset, '', syntaxMessage(printParseErrorCode(error)));
  return root;
}

/** The parser's error names, as a sentence: `CommaExpected` becomes "Not valid JSON here: comma expected." */
function syntaxMessage(code: string): string {
  const words = code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return `Not valid JSON here: ${words}.`;
}

/** The value of `node`; what does not fit `schema` is reported and left out. */
function read(schema: TSchema, node: Node, path: string, report: Report): unknown {
  const shape: SchemaNode = schema;
  if (shape.anyOf) return readVariant(shape.anyOf, node, path, report);
  // An object that names no keys takes any.
  if (shape.type === 'object' && node.type === 'object' && shape.additionalProperties === false)
    return readObject(shape, node, path, report);
  if (shape.type === 'array' && node.type === 'array') {
    const items = (node.children ?? []).map((item, index) => read(shape.items!, item, `${path}[${index}]`, report));
    if (items.length < (shape.minItems ?? 0)) report(node.offset, path, 'The list is empty; give at least one value.');
    if (shape.uniqueItems && new Set(items).size < items.length)
      report(node.offset, path, 'A value stands here twice.');
    return items;
  }
  const value: unknown = getNodeValue(node);
  if (!Check(schema, value)) {
    report(
      node.offset,
      path,
      `Expected ${describeSchema(shape)}, found ${shortValue(node)}.${nearestValue(shape, value)}`,
    );
  }
  return value;
}

function readVariant(variants: readonly TSchema[], node: Node, path: string, report: Report): unknown {
  const variant = variantFor(variants, node);
  if (variant) return read(variant, node, path, report);
  const kinds = kindsOf(variants);
  if (node.type === 'object' && kinds.length > 0) {
    const kind = findNodeAtLocation(node, ['kind']);
    if (kind) return read(Type.Enum(kinds), kind, `${path}.kind`, report);
    report(node.offset, `${path}.kind`, `The key is missing; it is ${describeSchema({ enum: kinds })}.`);
    return undefined;
  }
  report(node.offset, path, `Expected ${describeSchema({ anyOf: variants })}, found ${shortValue(node)}.`);
  return undefined;
}

function readObject(shape: SchemaNode, node: Node, path: string, report: Report): Record<string, unknown> {
  const properties = new Map(Object.entries(shape.properties ?? {}));
  const value: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { children } of node.children ?? []) {
    const [key, content] = children ?? [];
    if (!key || !content) continue;
    const name = String(key.value);
    const field = path ? `${path}.${name}` : name;
    const property = properties.get(name);
    if (seen.has(name)) report(key.offset, field, 'This key stands here twice; remove one of them.');
    else if (property) value[name] = read(property, content, field, report);
    else if (field !== '$schema') report(key.offset, field, `Unknown key.${nearestName(name, [...properties.keys()])}`);
    seen.add(name);
  }
  for (const [name, property] of properties) {
    if (seen.has(name) || !shape.required?.includes(name) || 'default' in property) continue;
    report(node.offset, path ? `${path}.${name}` : name, missingMessage(property));
  }
  return value;
}

function missingMessage(schema: SchemaNode): string {
  return `The key is missing; it is ${describeSchema(schema)}. ${schema.description ?? ''}`.trimEnd();
}

/** The value as it would be written, short enough for a message. */
function shortValue(node: Node): string {
  if (node.type === 'object') return 'an object';
  if (node.type === 'array') return 'a list';
  const text = node.type === 'string' ? JSON.stringify(node.value) : String(node.value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function nearestValue(shape: SchemaNode, value: unknown): string {
  return shape.enum && typeof value === 'string' ? nearestName(value, shape.enum) : '';
}
