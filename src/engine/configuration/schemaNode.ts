import { findNodeAtLocation, type Node } from 'jsonc-parser';
import type { TSchema } from 'typebox';

/** What the checks look at in a JSON Schema; TypeBox's own types keep it out of reach of plain reading. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly TSchema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** What a value of `schema` looks like, in words that complete "it is not …": `a whole number ≥ 1`. */
export function describeSchema(schema: SchemaNode): string {
  if (schema.anyOf) {
    const kinds = kindsOf(schema.anyOf).map(kind => `"${kind}"`);
    return kinds.length > 0
      ? `an object whose "kind" is one of ${kinds.join(', ')}`
      : schema.anyOf.map(describeSchema).join(' or ');
  }
  if (schema.enum) return `one of ${schema.enum.map(name => `"${name}"`).join(', ')}`;
  if (schema.const !== undefined) return `"${schema.const}"`;
  switch (schema.type) {
    case 'object':
      return `an object { ${Object.keys(schema.properties ?? {}).join(', ')} }`;
    case 'array':
      return `a list, each item ${describeSchema(schema.items!)}`;
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    case 'string':
      return describeText(schema);
    default:
      return describeNumber(schema);
  }
}

function describeNumber({ type, minimum, exclusiveMinimum, maximum }: SchemaNode): string {
  const bounds = [
    minimum !== undefined && `≥ ${minimum}`,
    exclusiveMinimum !== undefined && `> ${exclusiveMinimum}`,
    maximum !== undefined && `≤ ${maximum}`,
  ].filter(bound => bound !== false);
  return [type === 'integer' ? 'a whole number' : 'a number', bounds.join(' and ')].filter(Boolean).join(' ');
}

function describeText({ minLength, maxLength, pattern }: SchemaNode): string {
  const form = pattern ? ` of the form ${pattern}` : '';
  const length = maxLength ? ` of at most ${maxLength} characters` : '';
  return `a ${minLength ? 'non-empty ' : ''}text${form}${length}`;
}

/** The values of `kind` that tell the variants of a union of objects apart; empty for other unions. */
export function kindsOf(variants: readonly TSchema[]): string[] {
  const shapes: readonly SchemaNode[] = variants;
  return shapes.flatMap(shape => {
    const kind: SchemaNode | undefined = shape.properties?.['kind'];
    return kind?.const ?? [];
  });
}

/** The variant that `node` is meant to be: found by its `kind` among objects, else by the type of the value. */
export function variantFor(variants: readonly TSchema[], node: Node): TSchema | undefined {
  const kind = node.type === 'object' ? findNodeAtLocation(node, ['kind'])?.value : undefined;
  return variants.find(variant => {
    const [own] = kindsOf([variant]);
    return own === undefined ? typeOf(variant) === node.type : own === kind;
  });
}

/** The type that a value in the file has; JSON itself does not tell whole numbers apart. */
function typeOf({ type }: SchemaNode): string | undefined {
  return type === 'integer' ? 'number' : type;
}
