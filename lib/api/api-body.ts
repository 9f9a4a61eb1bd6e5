import type { HttpFunction } from '../../lambdas/api/functions.ts';
import type { Operation } from '../../lambdas/api/operation.ts';
import { type Role, roles } from '../../lambdas/domain/tenants/tenancy.ts';

/** What the body needs in addition to the table of operations. */
export interface ApiBodyProps {
  readonly title: string;
  readonly description: string;
  /** The URI by which API Gateway calls the function of an operation. */
  readonly functionUri: (name: HttpFunction) => string;
  /** The same for the authorizer, which verifies the token of every operation that members call. */
  readonly authorizerUri: string;
  /** Whether one method may stand for all others of its path. The local AWS does not import it. */
  readonly anyMethod: boolean;
  /** Members of the document in addition to its paths: extensions of API Gateway. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Name of the only security scheme: a member's access token. */
const memberToken = 'memberToken';

/** The method that stands for all others of a path, and those which API Gateway knows. */
const anyMethod = 'x-amazon-apigateway-any-method';
const everyMethod = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

/**
 * The API in the form that API Gateway imports: an OpenAPI document with the integration of every operation. It
 * contains no schemas, since handlers validate and the gateway does not. The methods that a path does not have
 * go to the public function, which says which there are. API Gateway accepts version 3.0.1 and nothing newer, so this
 * is not the document for readers.
 */
export function apiBody(operations: readonly Operation[], props: ApiBodyProps): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: methodOf(operation, props.functionUri(operation.function)),
    };
  for (const [path, methods] of Object.entries(paths))
    for (const method of props.anyMethod ? [anyMethod] : everyMethod)
      methods[method] ??= methodAt(path, props.functionUri('public'));
  return {
    openapi: '3.0.1',
    info: { title: props.title, description: props.description, version: '1' },
    paths,
    components: { securitySchemes: { [memberToken]: authorizerAt(props.authorizerUri) } },
    ...props.extensions,
  };
}

function methodOf(operation: Operation, uri: string): Record<string, unknown> {
  return {
    ...methodAt(operation.path, uri),
    ...(isForMembers(operation) && { security: [{ [memberToken]: [] }] }),
  };
}

function methodAt(path: string, uri: string): Record<string, unknown> {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    ...(variables.length > 0 && {
      parameters: variables.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    responses: {},
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
  };
}

/** Whether an operation is called with a token; the individual's operations use a session instead. */
function isForMembers({ who }: Operation): boolean {
  return who.some((caller) => roles.includes(caller as Role));
}

function authorizerAt(authorizerUri: string): Record<string, unknown> {
  return {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri,
      identitySource: 'method.request.header.Authorization',
      // Not cached: a cached answer would be valid longer than its token.
      authorizerResultTtlInSeconds: 0,
    },
  };
}
