import type * as z from 'zod/mini';
import type { ProblemCode } from '../domain/problems.ts';
import type { Role } from '../domain/tenants/tenancy.ts';
import type { HttpFunction } from './functions.ts';

/**
 * Who may call. Roles come from memberships; `link`, `standing` and `confirmed` are the individual's session
 * levels; `public` is anybody.
 */
export type Caller = Role | 'public' | 'link' | 'standing' | 'confirmed';

export type Schema = z.ZodMiniType;

/** One operation: everything that API Gateway, OpenAPI, router, role check, client and tests need to know. */
export interface Operation {
  /** Stable name, `<thing>.<verb>`; also the OpenAPI operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path with whole-segment variables, for example `/v1/tenants/{tenant}`. */
  readonly path: string;
  readonly zone: HttpFunction;
  readonly summary: string;
  readonly who: readonly Caller[];
  /** Path variables not listed here must match their default schema in `parameters.ts`. */
  readonly query?: Schema;
  readonly body?: Schema;
  /** Bytes the body may have; 16 KiB unless said. */
  readonly bodyLimit?: number;
  /** Success answer: status and schema (absent: no body, or not JSON). */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: Schema;
  /** Content type of a success that is not JSON. */
  readonly contentType?: string;
  /** Problems beyond the ones every operation can give. */
  readonly problems?: readonly ProblemCode[];
  /** Takes `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Takes `If-Match`; the answer carries `ETag`. */
  readonly versioned?: true;
  /** The handler reads the caller's authority itself, together with what it decides on. */
  readonly ownAuthority?: true;
}

/** Keeps an operation's schemas in its type, so that handlers are typed from the table. */
export function operations<const T extends readonly Operation[]>(rows: T): T {
  return rows;
}

/** The validated body of an operation. */
export type BodyOf<O extends Operation> = O extends { readonly body: infer S extends Schema }
  ? z.output<S>
  : undefined;

/** The validated query of an operation. */
export type QueryOf<O extends Operation> = O extends { readonly query: infer S extends Schema }
  ? z.output<S>
  : undefined;

type PathNames<P extends string> = P extends `${string}{${infer N}}${infer R}` ? N | PathNames<R> : never;

/** The validated path variables of an operation, by name. */
export type PathOf<O extends Operation> = Record<PathNames<O['path']>, string>;

/** The answer of an operation, before it is written as JSON. */
export type AnswerOf<O extends Operation> = O extends { readonly answer: infer S extends Schema }
  ? z.input<S>
  : undefined;
