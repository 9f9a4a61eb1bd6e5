import type { JsonSchema } from './json-schema.ts';

/** One line of a table of fields. */
export interface FieldRow {
  /** Path of the field, for example `items[].category`. */
  readonly path: string;
  readonly required: boolean;
  /** Its type and limits, in words. */
  readonly type: string;
  /** What it is. */
  readonly text: string;
  /** The named schema it refers to, if any. */
  readonly refersTo?: string;
}

/** The fields of a schema, one by one, down to the named schemas it refers to. */
export function fieldRows(schema: JsonSchema, path = ''): FieldRow[] {
  if (schema.$ref !== undefined) return [];
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants?.some((variant) => variant.properties))
    return variants.flatMap((variant) => fieldRows(variant, path));
  if (schema.items) return fieldRows(schema.items, `${path}[]`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const target = refOf(field);
    return [
      {
        path: at,
        required: schema.required?.includes(name) ?? false,
        type: typeText(field),
        text: field.description ?? '',
        ...(target !== undefined && { refersTo: target }),
      },
      ...(isTexts(field) ? [] : fieldRows(field, at)),
    ];
  });
}

/** A schema's type and limits, in words. */
export function typeText(schema: JsonSchema): string {
  const target = refOf(schema);
  if (target !== undefined) return schema.items ? `list of ${target}` : target;
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`;
  if (schema.enum) return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`;
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return [...new Set(variants.map(typeText))].join(', or ');
  if (isTexts(schema))
    return `text in ${Object.keys(schema.properties ?? {}).join(' and ')}${lengths(textIn(schema))}`;
  if (schema.items) return `list of ${plural(schema.items)}${counts(schema)}`;
  const id = /^\^([a-z]{3}_)\[0-9a-f\]\{(\d+)\}\$$/.exec(schema.pattern ?? '');
  if (id) return `id: ${id[1]} and ${id[2]} hex digits`;
  const type =
    schema.format ?? (Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any'));
  return `${type}${lengths(schema)}${bounds(schema)}${shape(schema)}${initial(schema)}`;
}

function refOf(schema: JsonSchema): string | undefined {
  return (schema.$ref ?? schema.items?.$ref)?.split('/').at(-1);
}

// A text in several languages is shown as one field.
function isTexts(schema: JsonSchema): boolean {
  const names = Object.keys(schema.properties ?? {});
  return (
    names.length > 0 && names.every((name) => /^[a-z]{2}$/.test(name)) && textIn(schema).type === 'string'
  );
}

const textIn = (schema: JsonSchema): JsonSchema => Object.values(schema.properties ?? {})[0] ?? {};
const plural = (schema: JsonSchema) => (schema.type === 'object' ? 'objects' : `(${typeText(schema)})`);
const lengths = ({ maxLength }: JsonSchema) =>
  maxLength === undefined ? '' : `, at most ${maxLength} characters`;
const counts = ({ minItems, maxItems }: JsonSchema) =>
  maxItems === undefined ? '' : `, ${minItems === undefined ? 'at most' : `${minItems} to`} ${maxItems}`;
const bounds = ({ minimum, maximum }: JsonSchema) =>
  maximum === undefined
    ? minimum === undefined
      ? ''
      : `, from ${minimum}`
    : `, ${minimum === undefined ? 'at most' : `${minimum} to`} ${maximum}`;
const shape = ({ pattern }: JsonSchema) =>
  pattern === undefined || pattern === '\\S' ? '' : `, matching ${pattern}`;
const initial = (schema: JsonSchema) =>
  schema.default === undefined ? '' : `; ${JSON.stringify(schema.default)} if left out`;
