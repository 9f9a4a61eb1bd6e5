import { type Connection, call, type ResultOf } from '../lambdas/api/client.ts';

/** The calls that fetch an export. */
export interface Api {
  readonly path: { readonly tenant: string; readonly export: string };
  get<N extends 'export.manifest' | 'export.part-list' | 'export.part'>(
    name: N,
    input: Parameters<typeof call<N>>[2],
  ): Promise<ResultOf<N>>;
}

const tries = 5;

/** Calls with a token that is renewed when it has ended, again when the service is busy. */
export function apiOf({
  url,
  tenant,
  export: id,
  token,
}: {
  readonly url: string;
  readonly tenant: string;
  readonly export: string;
  readonly token: () => string;
}): Api {
  let bearer: string | undefined;
  const connection: Connection = {
    baseUrl: url,
    headers: () => {
      bearer ??= token();
      return { authorization: `Bearer ${bearer}` };
    },
  };
  return {
    path: { tenant, export: id },
    async get(name, input) {
      for (let attempt = 1; ; attempt++) {
        const reply = await call(connection, name, input).catch((error: unknown) => {
          if (attempt >= tries) throw error;
          return undefined;
        });
        if (reply?.ok) return reply.body;
        if (attempt >= tries || (reply && ![401, 429, 503].includes(reply.status)))
          throw new Error(
            reply ? `${reply.status} ${reply.problem.detail ?? reply.problem.title}` : 'no answer',
          );
        if (reply?.status === 401) bearer = undefined;
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
      }
    },
  };
}
