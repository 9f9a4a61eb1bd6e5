import type { OperationName } from '../../../lambdas/api/client.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';
import type { Stage } from '../../../local/demo/stage.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { overTheWire, type Received, type Sent } from './wire.ts';

/** A call of an operation, right or wrong. */
export interface Called extends Pick<Sent, 'headers'> {
  /** Path variables, as they are to stand in the path. */
  readonly path?: Readonly<Record<string, string>>;
  /** The query, as it is to stand in the request line. */
  readonly query?: string;
  /** The body: bytes or text as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** Sends a call of an operation as a principal, or as nobody; a body is said to be JSON unless a header says else. */
export async function callAs(
  stage: Stage,
  who: PrincipalName | undefined,
  name: OperationName,
  { path = {}, query, headers = {}, body }: Called = {},
): Promise<Received> {
  const row = allOperations.find((one) => one.name === name);
  if (!row) throw new RangeError(`no operation ${name}`);
  const filled = row.path.replace(/\{(\w+)\}/g, (_, variable: string) => path[variable] ?? '');
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return overTheWire(stage.system.api, {
    method: row.method,
    path: query === undefined ? filled : `${filled}?${query}`,
    headers: {
      ...(bytes !== undefined && { 'content-type': 'application/json' }),
      ...(who && { authorization: `Bearer ${await stage.token(who)}` }),
      ...headers,
    },
    ...(bytes !== undefined && { body: bytes }),
  });
}
