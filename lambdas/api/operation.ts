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

/** Where an operation is and who may call it: everything about it but its schemas. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path with whole-segment variables, for example `/v1/tenants/{tenant}`. */
  readonly path: string;
  /** The Lambda function that serves it. */
  readonly function: HttpFunction;
  readonly who: readonly Caller[];
}

/** What an operation takes and answers. */
export interface OperationSchemas {
  readonly summary: string;
  /** Path variables need no schema here: each has its own in `parameters.ts`. */
  readonly query?: Schema;
  readonly body?: Schema;
  /** How many bytes the body may have; 16 KiB by default. */
  readonly bodyLimit?: number;
  /** Success answer: status and schema (absent: no body, or not JSON). */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: Schema;
  /** Content type of a success that is not JSON. */
  readonly contentType?: string;
  /** Problems that it can answer besides those that every operation can. */
  readonly problems?: readonly ProblemCode[];
  /** Takes `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Takes `If-Match`; the answer carries `ETag`. */
  readonly versioned?: true;
  /** The handler reads the caller's authority itself, in the same trip as the data it decides on. */
  readonly ownAuthority?: true;
}

/** Routes by the name of their operation. */
export type Routes = Readonly<Record<string, Route>>;

/** Schemas by the name of their operation. */
export type Schemas = Readonly<Record<string, OperationSchemas>>;

/**
 * One operation: everything that API Gateway, OpenAPI, the router, role checks, the client and tests need to know.
 */
export interface Operation extends Route, OperationSchemas {
  /** Stable name, `<thing>.<verb>`; also the OpenAPI operationId. */
  readonly name: string;
}

/** The operation made of a route and the schemas of the same name, with its own type. */
export type Joined<R extends Routes, S extends Schemas, N extends keyof R & keyof S> = {
  readonly [K in N]: { readonly name: K } & R[K] & S[K];
}[N];

/**
 * Joins routes and schemas by the names of their operations, in the order of the routes.
 * @throws Error for a route without schemas, or schemas without a route
 */
export function joined<const R extends Routes, const S extends { readonly [N in keyof R]: OperationSchemas }>(
  routes: R,
  schemas: S & { readonly [N in Exclude<keyof S, keyof R>]: never },
): readonly Joined<R, S, keyof R & keyof S>[] {
  const unrouted = Object.keys(schemas).filter((name) => !Object.hasOwn(routes, name));
  if (unrouted.length > 0) throw new Error(`schemas without a route: ${unrouted.join(', ')}`);
  return Object.entries(routes).map(([name, route]) => {
    if (!Object.hasOwn(schemas, name)) throw new Error(`a route without schemas: ${name}`);
    return { name, ...route, ...schemas[name] } as Joined<R, S, keyof R & keyof S>;
  });
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
