import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { parameters } from '../../lambdas/api/parameters.ts';
import { problems } from '../../lambdas/domain/problems.ts';
import { apiPage } from '../../tools/api-docs/api-page.ts';
import { examples } from '../../tools/api-docs/examples.ts';
import { type OperationObject, openApi } from '../../tools/api-docs/openapi.ts';
import { credentialOf, problemsOf } from '../../tools/api-docs/problems-of.ts';
import { memberTexts } from '../../tools/api-docs/texts/members.ts';
import { operationTexts } from '../../tools/api-docs/texts/operations.ts';

const document = openApi(allOperations);
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operation = (name: string): OperationObject => {
  const found = described.find((one) => one.operation.operationId === name);
  if (!found) throw new Error(`no ${name}`);
  return found.operation;
};

/** Everything in the document, with its JSON pointer. */
function* nodes(value: unknown, pointer = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  yield [pointer, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value)) yield* nodes(inner, `${pointer}/${key}`);
}

describe('the OpenAPI document', () => {
  test('and the docs page are committed as the table says: npm run docs', () => {
    const committed = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
    expect(committed('openapi.json') === `${JSON.stringify(document, null, 2)}\n`).toBe(true);
    expect(committed('api.html') === apiPage(allOperations, document)).toBe(true);
  });

  test('has every operation once, under its method and path', () => {
    const expected = allOperations.map((row) => `${row.method.toLowerCase()} ${row.path} ${row.name}`);
    const got = described.map(
      ({ method, path, operation: { operationId } }) => `${method} ${path} ${operationId}`,
    );
    expect(got.sort()).toEqual(expected.sort());
    expect(new Set(described.map((one) => one.operation.operationId)).size).toBe(allOperations.length);
  });

  test('refers to nothing that is not there', () => {
    const all = new Map(nodes(document));
    const references = [...all.values()].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((one) => !all.has(one))).toEqual([]);
  });

  test('has no component that nothing refers to', () => {
    const text = JSON.stringify(document);
    const { securitySchemes: _, ...referable } = document.components;
    for (const [kind, components] of Object.entries(referable))
      for (const name of Object.keys(components)) expect(text).toContain(`"#/components/${kind}/${name}"`);
  });

  test('names components as OpenAPI allows', () => {
    for (const components of Object.values(document.components))
      for (const name of Object.keys(components)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  test.each(described)(
    'declares exactly the variables in $path',
    ({ path, operation: { parameters: declared = [] } }) => {
      const inPath = declared.flatMap((one) => ('in' in one && one.in === 'path' ? [one.name] : []));
      expect(inPath).toEqual([...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name));
      for (const name of inPath) expect(Object.keys(parameters)).toContain(name);
    },
  );

  test.each(described)(
    'has the success and every problem of $operation.operationId',
    ({ operation: { operationId, responses } }) => {
      const row = allOperations.find((one) => one.name === operationId);
      if (!row) throw new Error('no row');
      const statuses = new Set([row.status, ...problemsOf(row).map((code) => problems[code][0])]);
      expect(Object.keys(responses).map(Number).sort()).toEqual([...statuses].sort());
    },
  );

  test('says of every operation who may call it and with what credentials', () => {
    for (const row of allOperations) {
      const { security, 'x-habeas-who': who } = operation(row.name);
      expect(who).toEqual(row.who);
      expect(security).toEqual(credentialOf(row) === 'none' ? [] : [{ [credentialOf(row)]: [] }]);
    }
    expect(operation('disclosure.create').security).toEqual([{ bearer: [] }]);
    expect(operation('request.decide').security).toEqual([{ session: [] }]);
    expect(operation('attestation.read').security).toEqual([]);
  });

  test('closes what is sent and leaves open what is answered', () => {
    const { TenantCreateBody, TenantCreateAnswer } = document.components.schemas;
    expect(TenantCreateBody?.additionalProperties).toBe(false);
    expect(TenantCreateAnswer?.properties).toHaveProperty('state');
    expect(TenantCreateAnswer).not.toHaveProperty('additionalProperties');
  });

  test('has a sentence for every operation, parameter and member', () => {
    const texts = ({ description }: { readonly description?: unknown }) => description;
    const silent = [...nodes(document.components.schemas)].flatMap(([pointer, { properties }]) =>
      Object.entries((properties ?? {}) as Record<string, object>)
        .filter(([, member]) => !texts(member))
        .map(([name]) => `${pointer}/${name}`),
    );
    expect(silent, 'tools/api-docs/texts/members.ts').toEqual([]);
    for (const { operation: one } of described) {
      expect(texts(one), `tools/api-docs/texts/operations.ts: ${one.operationId}`).toBeTruthy();
      for (const parameter of one.parameters ?? [])
        if ('name' in parameter)
          expect(texts(parameter), `${one.operationId} ${parameter.name}`).toBeTruthy();
    }
    for (const parameter of Object.values(document.components.parameters ?? {}))
      expect(parameter).toHaveProperty('description');
  });

  test('says nothing of what is not there', () => {
    const members = new Set(
      [...nodes(document)].flatMap(([, { properties, name }]) =>
        typeof name === 'string' ? [name] : Object.keys(properties ?? {}),
      ),
    );
    const named = (key: string) => members.has(key.split('.').at(-1) ?? '');
    expect(Object.keys(memberTexts).filter((key) => !named(key))).toEqual([]);
    const names = allOperations.map(({ name }) => name);
    expect(Object.keys(operationTexts).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('has a name for every object, so that generators need not invent one', () => {
    const unnamed = [...nodes(document)].filter(
      ([pointer, { properties }]) =>
        properties !== undefined && !/^#\/components\/schemas\/[^/]+$/.test(pointer),
    );
    expect(unnamed.map(([pointer]) => pointer)).toEqual([]);
    // A number at the end of any other name would say nothing.
    const numbered = Object.keys(document.components.schemas).filter((name) => /\d$/.test(name));
    expect(numbered.filter((name) => !/^(?:Line|Prose)Of\d+$/.test(name))).toEqual([]);
  });

  test('tells the two decisions apart by what is chosen', () => {
    const { Decision } = document.components.schemas;
    expect(Decision?.discriminator).toEqual({
      propertyName: 'choice',
      mapping: {
        refuse: '#/components/schemas/DecisionRefuse',
        grant: '#/components/schemas/DecisionGrant',
      },
    });
  });

  test.each([
    ['tenant.create', 'IdempotencyKey'],
    ['record.put', 'IfMatch'],
    ['my-consent.withdraw', 'CsrfToken'],
    ['my-consent.withdraw', 'Origin'],
    ['session.open', 'Origin'],
    ['link.renew', 'Origin'],
  ])('says that %s takes %s', (name, header) => {
    expect(operation(name).parameters).toContainEqual({ $ref: `#/components/parameters/${header}` });
  });

  test('says neither version nor token where none is taken', () => {
    for (const name of ['record.put', 'tenant.read', 'session.open'])
      expect(JSON.stringify(operation(name).parameters ?? [])).not.toContain('CsrfToken');
    expect(JSON.stringify(operation('tenant.read').parameters)).not.toContain('IfMatch');
  });
});

describe('examples', () => {
  test('stand for operations that exist, and for every body that is sent or answered', () => {
    const names = allOperations.map((row) => row.name);
    expect(Object.keys(examples).filter((name) => !names.includes(name))).toEqual([]);
    const silent = allOperations.filter(
      ({ name, body, answer }) =>
        (body && examples[name]?.body === undefined) || (answer && examples[name]?.answer === undefined),
    );
    expect(silent.map((row) => row.name)).toEqual([]);
  });

  test.each(Object.keys(examples))('of %s are what its schemas take and give', (name) => {
    const row = allOperations.find((one) => one.name === name);
    const { body, answer } = examples[name] ?? {};
    if (body !== undefined) expect(row?.body?.safeParse(body)).toMatchObject({ success: true });
    if (answer !== undefined) expect(row?.answer?.parse(answer)).toEqual(answer);
  });
});
