import type { Operation } from '../../../lambdas/api/operation.ts';

/** An answer as the matrix looks at it. */
export interface Answered {
  readonly status: number;
  /** The problem's code; undefined for a success. */
  readonly code: string | undefined;
  /** The answer without what differs each time. */
  readonly text: string;
}

/** Sends a call of an operation as it is told, whether it makes sense or not. */
export async function send(
  baseUrl: string,
  operation: Operation,
  path: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  body: unknown = {},
): Promise<Answered> {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
  const response = await fetch(new URL(filled, baseUrl), {
    method: operation.method,
    headers: { ...(operation.body && { 'content-type': 'application/json' }), ...headers },
    ...(operation.body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const problem = isProblem ? (JSON.parse(text) as { type: string }) : undefined;
  return {
    status: response.status,
    code: problem?.type.replace('urn:habeas:problem:', ''),
    text: text.replace(/"instance":"[^"]*"/, ''),
  };
}
