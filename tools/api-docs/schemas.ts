import * as z from 'zod/mini';
import { written } from '../../lambdas/api/answers.ts';
import type { Schema } from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { myConsent } from '../../lambdas/api/schemas/individuals/my-consent.ts';
import { shown } from '../../lambdas/api/schemas/individuals/requests.ts';
import { namedRecipient } from '../../lambdas/api/schemas/individuals/shown-texts.ts';
import { shownRecord } from '../../lambdas/api/schemas/shown-record.ts';
import { principal } from '../../lambdas/api/schemas/tenants/principal.ts';
import type { OperationName } from '../../lambdas/api/typed-operations.ts';
import { category } from '../../lambdas/domain/catalogue/category.ts';
import { notice } from '../../lambdas/domain/catalogue/notice.ts';
import { organisation } from '../../lambdas/domain/catalogue/organisation.ts';
import { auditEntry } from '../../lambdas/domain/evidence/audit.ts';
import { signedStatement } from '../../lambdas/domain/evidence/statement.ts';
import { record } from '../../lambdas/domain/records/record.ts';
import { consentRequest, decision, item, period, reads } from '../../lambdas/domain/requests/request.ts';
import type { JsonSchema } from './json-schema.ts';
import { capital, Names } from './names.ts';
import { describeMembers } from './texts/describe-members.ts';

const answerOf = (name: OperationName): Schema => {
  const answer = allOperations.find((row) => row.name === name)?.answer;
  if (!answer) throw new Error(`${name} has no answer`);
  return answer;
};

/** Schemas that have a name in the document, wherever they occur. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Ask: consentRequest,
  AuditEntry: auditEntry,
  Category: category,
  Consent: answerOf('consent.read'),
  Decision: decision,
  Individual: answerOf('individual.read'),
  Item: item,
  Member: answerOf('member.read'),
  MyConsent: myConsent,
  Notice: notice,
  Organisation: organisation,
  Period: period,
  Principal: principal,
  Reads: reads,
  Recipient: namedRecipient,
  Record: record,
  Request: answerOf('request.read'),
  Session: answerOf('session.read'),
  ShownRecord: shownRecord,
  ShownRequest: shown,
  SignedStatement: signedStatement,
  Tenant: answerOf('tenant.read'),
  Written: written,
}))
  named.add(schema, { id });

/** The schemas of a document: the converted ones, and the named ones that they refer to. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {};
  readonly #names: Names | undefined;

  /** @param everyName whether objects inside others get names, too, as generators of clients want it */
  constructor(everyName = false) {
    this.#names = everyName ? new Names(this.components) : undefined;
  }

  /** The schema of what callers send; `owner` is the operation. */
  input(schema: Schema, owner = ''): JsonSchema {
    return this.#converted(schema, 'input', owner);
  }

  /** The schema of what callers receive. It allows further members, since adding one is no breaking change. */
  output(schema: Schema, owner = ''): JsonSchema {
    return this.#converted(schema, 'output', owner);
  }

  #converted(schema: Schema, io: 'input' | 'output', owner: string): JsonSchema {
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
    const { id, ...definition } = own;
    if (id !== undefined) {
      this.#add(id, definition);
      return { $ref: `#/components/schemas/${id}` };
    }
    describeMembers(definition, owner);
    return this.#names?.given(definition, nameOf(owner, io)) ?? definition;
  }

  #add(name: string, { id: _, ...definition }: JsonSchema & { id?: string }): void {
    describeMembers(definition, name);
    const own = this.#names?.within(definition, name) ?? definition;
    const known = this.components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(own))
      throw new Error(`${name} is not the same for callers and for answers: it needs two names`);
    this.components[name] = own;
  }
}

/** The name of what an operation takes or answers: `TenantCreateBody`. */
function nameOf(operation: string, io: 'input' | 'output'): string {
  const words = operation.split(/[.-]/).map(capital).join('');
  return `${words}${io === 'input' ? 'Body' : 'Answer'}`;
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
