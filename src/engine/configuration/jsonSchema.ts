import { isRecord } from './canonical.ts';
import { configurationSchema } from './schema.ts';

/**
 * The JSON Schema of `contrail.json`, for editors' completion, hovers and squiggles: the text of
 * `media/contrail.schema.json`. Unlike the schema in memory it does not require what has a default.
 */
export function jsonSchemaText(): string {
  const { properties, ...rest } = lenient(configurationSchema) as Record<string, object>;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Contrail experiment',
    ...rest,
    properties: { $schema: { type: 'string', description: 'Where this schema is.' }, ...properties },
    allowComments: true,
    allowTrailingCommas: true,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The same schema without its defaulted properties among the required ones. */
function lenient(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lenient);
  if (!isRecord(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, lenient(value)]));
  const { required, properties } = schema;
  if (!Array.isArray(required) || !isRecord(properties)) return copy;
  const needed = required.filter(name => !hasDefault(properties[String(name)]));
  const { required: _, ...others } = copy;
  return needed.length > 0 ? { ...others, required: needed } : others;
}

function hasDefault(schema: unknown): boolean {
  return isRecord(schema) && 'default' in schema;
}
