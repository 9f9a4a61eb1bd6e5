import type { Operation, Schema } from '../../lambdas/api/operation.ts';
import { parameters } from '../../lambdas/api/parameters.ts';
import { version } from '../../lambdas/api/version.ts';
import {
  type Parameter,
  type Reference,
  ref,
  securitySchemes,
  sharedHeaders,
  sharedParameters,
} from './components.ts';
import { examples } from './examples.ts';
import type { JsonSchema } from './json-schema.ts';
import { credentialOf, isChange, isFromPage, problemsOf } from './problems-of.ts';
import { faultSchema, problemResponses, problemSchema, sharedResponses } from './responses.ts';
import { Schemas } from './schemas.ts';
import { operationTexts } from './texts/operations.ts';
import { functionTexts, parameterTexts } from './texts/topics.ts';

type Media = Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>;

/** An operation, in its OpenAPI form. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly 'x-habeas-who': Operation['who'];
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Media;
    readonly 'x-habeas-limit-bytes': number;
  };
  readonly responses: Record<string, unknown>;
}

/** An OpenAPI 3.1 document, with the parts that are used here. */
export interface OpenApi {
  readonly openapi: '3.1.1';
  readonly info: Record<string, unknown>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Record<string, Record<string, OperationObject>>;
  readonly components: Record<string, Record<string, unknown>> & { schemas: Record<string, JsonSchema> };
}

const usualLimit = 16 * 1024;

/** The whole API as an OpenAPI 3.1 document: a pure function of the table. */
export function openApi(rows: readonly Operation[]): OpenApi {
  const schemas = new Schemas(true);
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const row of rows) {
    const path = paths[row.path] ?? {};
    path[row.method.toLowerCase()] = operationObject(row, schemas);
    paths[row.path] = path;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Habeas',
      summary: 'A consent-gated vault for personal and health data',
      description:
        'Rules that hold for every call (authentication, versions, idempotency, lists, input) are at the top of `/docs`; docs/walk-through.md goes from a tenant to the first read. A method that a path does not have is answered 405, with `Allow`.',
      version,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(functionTexts)
      .filter(([name]) => rows.some((row) => row.function === name))
      .map(([name, text]) => ({ name, description: text.description })),
    paths,
    components: {
      schemas: { Problem: problemSchema, Fault: faultSchema, ...schemas.components },
      parameters: sharedParameters,
      headers: sharedHeaders,
      responses: sharedResponses(rows.map(problemsOf)),
      securitySchemes,
    },
  };
}

function operationObject(row: Operation, schemas: Schemas): OperationObject {
  const given = parametersOf(row);
  const example = examples[row.name]?.body;
  return {
    operationId: row.name,
    tags: [row.function],
    summary: row.summary,
    ...(operationTexts[row.name] !== undefined && { description: operationTexts[row.name] }),
    'x-habeas-who': row.who,
    security: securityOf(row),
    ...(given.length > 0 && { parameters: given }),
    ...(row.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemas.input(row.body, row.name),
            ...(example !== undefined && { example }),
          },
        },
        'x-habeas-limit-bytes': row.bodyLimit ?? usualLimit,
      },
    }),
    responses: { [row.status]: success(row, schemas), ...problemResponses(problemsOf(row)) },
  };
}

function securityOf(row: Operation): OperationObject['security'] {
  const credential = credentialOf(row);
  if (credential === 'none') return [];
  return [{ [credential]: [] }];
}

function parametersOf(row: Operation): (Parameter | Reference)[] {
  const names = [...row.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const query = row.query ? queryOf(row.query, row.name) : {};
  return [
    ...names.map((name): Parameter => {
      const key = name as keyof typeof parameters;
      return {
        name,
        in: 'path',
        required: true,
        description: parameterTexts[key],
        schema: new Schemas().input(parameters[key]),
      };
    }),
    ...Object.entries(query.properties ?? {}).map(
      ([name, { description, ...schema }]): Parameter => ({
        name,
        in: 'query',
        required: query.required?.includes(name) ?? false,
        ...(description !== undefined && { description }),
        schema,
      }),
    ),
    ...(row.idempotent ? [ref('parameters', 'IdempotencyKey')] : []),
    ...(row.versioned && isChange(row) ? [ref('parameters', 'IfMatch')] : []),
    ...(credentialOf(row) === 'session' && isChange(row) ? [ref('parameters', 'CsrfToken')] : []),
    ...(isFromPage(row) ? [ref('parameters', 'Origin')] : []),
  ];
}

/** Parameters of a query are described one by one; a query as a whole has no name. */
const queryOf = (query: Schema, owner: string) => new Schemas().input(query, owner);

function success(row: Operation, schemas: Schemas) {
  const example = examples[row.name]?.answer;
  const content: Media | undefined = row.answer
    ? {
        'application/json': {
          schema: schemas.output(row.answer, row.name),
          ...(example !== undefined && { example }),
        },
      }
    : row.contentType === undefined
      ? undefined
      : Object.fromEntries(
          mediaTypes(row.contentType).map((type) => [
            type,
            { schema: { type: /json/.test(type) ? 'object' : 'string' } },
          ]),
        );
  return {
    description: row.status === 204 ? 'Done; nothing to say' : row.summary,
    headers: {
      'X-Request-Id': ref('headers', 'RequestId'),
      ...(row.versioned && row.status !== 204 && { ETag: ref('headers', 'ETag') }),
      ...(row.name === 'session.open' && { 'Set-Cookie': ref('headers', 'SessionCookie') }),
    },
    ...(content && { content }),
  };
}

function mediaTypes(contentType: string): string[] {
  if (contentType !== 'by file') return [contentType];
  return ['text/css', 'text/javascript', 'application/json', 'image/svg+xml'];
}
