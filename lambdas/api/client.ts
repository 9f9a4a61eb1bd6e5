import type { ProblemCode } from '../domain/problems.ts';
import type { Operation } from './operation.ts';
import { allOperations } from './operations.ts';
import type { BodyGot, BodySent, OperationName, PathSent, QuerySent, RowNamed } from './typed-operations.ts';

export type { OperationName };

/** Where to call, and the headers of every call. */
export interface Connection {
  /** Origin of the API, for example `https://habeas.example`. */
  readonly baseUrl: string;
  /** Called for each call: `authorization`, or the individual's `cookie`, `x-csrf-token` and `origin`. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly fetch?: typeof fetch;
}

type Needed<K extends string, T> = [T] extends [never] ? unknown : { readonly [N in K]: T };
type Allowed<K extends string, T> = [T] extends [never] ? unknown : { readonly [N in K]?: T };

/** The input of a call: path and body where the operation has them, and optional headers. */
export type InputOf<N extends OperationName> = Needed<'path', PathSent<RowNamed<N>>> &
  Needed<'body', BodySent<RowNamed<N>>> &
  Allowed<'query', QuerySent<RowNamed<N>>> & {
    readonly idempotencyKey?: string;
    /** The version that the call expects to change. */
    readonly ifMatch?: number;
  };

/** The body of a success. */
export type ResultOf<N extends OperationName> = BodyGot<RowNamed<N>>;

/** Problem details (RFC 9457) as received, with the code taken from `type`. */
interface ProblemDetails {
  readonly code: ProblemCode;
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
}

/** A success with its body, or a problem. */
export type Reply<N extends OperationName> =
  | (Answered & { readonly ok: true; readonly body: ResultOf<N> })
  | (Answered & { readonly ok: false; readonly problem: ProblemDetails });

interface AnyInput {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
}

const rows = new Map(allOperations.map((row) => [row.name, row]));

/**
 * Calls one operation; its input and answer are typed by its row of the table.
 * @throws Error when the answer is not of Habeas: a success with another status, or a failure without problem details
 */
export async function call<const N extends OperationName>(
  connection: Connection,
  name: N,
  input: InputOf<N>,
): Promise<Reply<N>> {
  const row = rows.get(name);
  if (!row) throw new RangeError(`no operation ${name}`);
  const given: AnyInput = input;
  const response = await (connection.fetch ?? fetch)(addressOf(row, given, connection.baseUrl), {
    method: row.method,
    headers: { ...headersOf(given), ...(await connection.headers?.()) },
    redirect: 'manual',
    ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
  });
  return (await replyOf(row, response)) as Reply<N>;
}

function addressOf(row: Operation, { path = {}, query = {} }: AnyInput, baseUrl: string): URL {
  const filled = row.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const address = new URL(filled, baseUrl);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address;
}

function headersOf({ body, idempotencyKey, ifMatch }: AnyInput): Record<string, string> {
  return {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    ...(ifMatch !== undefined && { 'if-match': `"v${ifMatch}"` }),
  };
}

async function replyOf(row: Operation, response: Response): Promise<Reply<OperationName>> {
  const { status, headers } = response;
  const text = await response.text();
  if (status === row.status) {
    const body = row.answer ? JSON.parse(text) : row.contentType === undefined ? undefined : text;
    return { ok: true, status, headers, body };
  }
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    throw new Error(`${row.name} answered ${status}, neither as the table says nor with problem details`);
  const problem = JSON.parse(text) as Omit<ProblemDetails, 'code'>;
  const code = problem.type.replace('urn:habeas:problem:', '') as ProblemCode;
  return { ok: false, status, headers, problem: { code, ...problem } };
}
