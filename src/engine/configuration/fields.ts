import Type, { type TProperties, type TSchema } from 'typebox';

/** An object that knows all of its keys: any other is a mistake of the person who wrote it. */
export function section<Properties extends TProperties>(properties: Properties, description: string) {
  return Type.Object(properties, { description, additionalProperties: false });
}

/** A section that may be left out: it is then filled with its fields' defaults. */
export function optionalSection<Properties extends TProperties>(properties: Properties, description: string) {
  return Type.Object(properties, { description, additionalProperties: false, default: {} });
}

/** A whole number with a default. */
export function count(initial: number, minimum: number, description: string) {
  return Type.Integer({ minimum, default: initial, description });
}

/** A list with a default, in which no value stands twice. */
export function list<Item extends TSchema>(item: Item, initial: readonly unknown[], description: string, minItems = 0) {
  return Type.Array(item, { default: [...initial], minItems, uniqueItems: true, description });
}

/** A field that may be left out and may say `null`: no limit. */
export function limit<Value extends TSchema>(value: Value, description: string) {
  return Type.Optional(Type.Union([value, Type.Null()], { description }));
}
