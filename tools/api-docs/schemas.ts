import * as z from 'zod/mini';
import type { Schema } from '../../lambdas/api/operation.ts';
import { category } from '../../lambdas/domain/catalogue/category.ts';
import { notice } from '../../lambdas/domain/catalogue/notice.ts';
import { organisation } from '../../lambdas/domain/catalogue/organisation.ts';
import { signedStatement } from '../../lambdas/domain/evidence/statement.ts';
import { record } from '../../lambdas/domain/records/record.ts';
import { consentRequest, decision, item } from '../../lambdas/domain/requests/request.ts';

/** A JSON Schema (draft 2020-12), as far as this API uses it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** Schemas that have a name in the document. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Ask: consentRequest,
  Category: category,
  Decision: decision,
  Item: item,
  Notice: notice,
  Organisation: organisation,
  Record: record,
  SignedStatement: signedStatement,
}))
  named.add(schema, { id });

/** The schemas of a document: the converted ones, and the named ones that they refer to. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {};

  /** The schema of what callers send. */
  input(schema: Schema): JsonSchema {
    return this.#converted(schema, 'input');
  }

  /** The schema of what callers receive. It allows further members, since adding one is no breaking change. */
  output(schema: Schema): JsonSchema {
    return this.#converted(schema, 'output');
  }

  #converted(schema: Schema, io: 'input' | 'output'): JsonSchema {
    const converted = z.toJSONSchema(schema, {
      io,
      metadata: named,
      override: ({ zodSchema, jsonSchema }) => {
        const described = z.globalRegistry.get(zodSchema)?.description;
        if (described !== undefined) jsonSchema.description = described;
        // Left out by the converter where what is sent is transformed, as the numbers of a query are.
        const { def } = zodSchema._zod;
        if (io === 'input' && def.type === 'default') jsonSchema.default = def.defaultValue;
        tidy(jsonSchema as JsonSchema, io === 'output' && isOpen(zodSchema));
      },
    });
    const {
      $schema: _,
      $defs = {},
      ...own
    } = JSON.parse(
      JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/'),
    ) as JsonSchema & { $schema?: string; $defs?: Record<string, JsonSchema>; id?: string };
    for (const [name, definition] of Object.entries($defs)) this.#add(name, definition);
    if (own.id === undefined) return own;
    const { id, ...definition } = own;
    this.#add(id, definition);
    return { $ref: `#/components/schemas/${id}` };
  }

  #add(name: string, { id: _, ...definition }: JsonSchema & { id?: string }): void {
    const known = this.components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`${name} is not the same for callers and for answers: it needs two names`);
    this.components[name] = definition;
  }
}

function isOpen({ _zod: { def } }: z.core.$ZodTypes): boolean {
  return def.type === 'object' && def.catchall === undefined;
}

/** Removes repetitions, and writes texts in several languages as members. */
function tidy(json: JsonSchema, open: boolean): void {
  if (json.format !== undefined) delete json.pattern;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (open) delete json.additionalProperties;
  const languages = json.propertyNames?.enum;
  const text = json.additionalProperties;
  if (languages && typeof text === 'object') {
    json.properties = Object.fromEntries(languages.map((one) => [String(one), { ...text }]));
    json.additionalProperties = false;
    delete json.propertyNames;
  }
}
