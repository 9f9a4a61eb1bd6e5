import process from 'node:process';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { OperationName } from '../../../lambdas/api/client.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';
import { accountAt } from '../../../local/emulator/account.ts';
import type { LocalSystem } from '../../../local/emulator/description.ts';

/** Points the handlers' clients at a local system; import handlers after this. */
export function useSystem(system: LocalSystem): void {
  const { accessKeyId, secretAccessKey } = accountAt(system.emulator);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: system.emulator,
    AWS_REGION: system.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    VAULT_TABLE: system.tables.vault,
    KEYS_TABLE: system.tables.keys,
    EVIDENCE_TABLE: system.tables.evidence,
    MAIL_QUEUE: system.queues.mail,
    BASE_URL: system.api,
    POWERTOOLS_SERVICE_NAME: 'habeas',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
}

/** The event API Gateway sends for an operation. */
export function eventOf(
  name: OperationName,
  given: {
    readonly principal?: string;
    readonly path?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
): APIGatewayProxyEvent {
  const row = allOperations.find((one) => one.name === name);
  if (!row) throw new RangeError(`no operation ${name}`);
  return {
    httpMethod: row.method,
    resource: row.path,
    path: row.path,
    pathParameters: given.path ?? null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    headers: { 'content-type': 'application/json', ...given.headers },
    multiValueHeaders: {},
    stageVariables: null,
    isBase64Encoded: false,
    body: given.body === undefined ? null : JSON.stringify(given.body),
    requestContext: {
      requestId: 'in-process',
      authorizer: { principal: given.principal },
    } as unknown as APIGatewayProxyEvent['requestContext'],
  };
}

type AnyHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** Calls a function's handler in this process. */
export async function callHandler(
  handler: unknown,
  event: APIGatewayProxyEvent,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await (handler as AnyHandler)(event, { awsRequestId: 'in-process' } as Context);
  return { status: answer.statusCode, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
}
