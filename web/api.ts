import type { AnswerOf, BodyOf, PathOf } from '../lambdas/api/operation.ts';
import { myConsentRoutes, withdrawalRoutes } from '../lambdas/api/routes/consents.ts';
import { myDisclosureRoutes } from '../lambdas/api/routes/disclosure.ts';
import { myContactRoutes, myErasureRoutes, myRightsRoutes } from '../lambdas/api/routes/people.ts';
import { myDataRoutes } from '../lambdas/api/routes/records.ts';
import { myRefusalRoutes, myRequestRoutes } from '../lambdas/api/routes/requests.ts';
import { sessionRoutes } from '../lambdas/api/routes/sessions.ts';
import type { RowNamed } from '../lambdas/api/typed-operations.ts';
import type { ProblemCode } from '../lambdas/domain/problems.ts';

/** Where each of the individual's operations is. */
const routes = {
  ...sessionRoutes,
  ...myRequestRoutes,
  ...myConsentRoutes,
  ...myDisclosureRoutes,
  ...myDataRoutes,
  ...myContactRoutes,
  ...myRightsRoutes,
  ...myErasureRoutes,
  ...withdrawalRoutes,
  ...myRefusalRoutes,
};
export type Name = keyof typeof routes;
export type Answer<N extends Name> = AnswerOf<RowNamed<N>>;
type Input<N extends Name> = (keyof PathOf<RowNamed<N>> extends never
  ? object
  : { path: PathOf<RowNamed<N>> }) &
  (BodyOf<RowNamed<N>> extends undefined ? object : { body: BodyOf<RowNamed<N>> }) & {
    query?: Record<string, string>;
  };

/** An answer that was no success; `offline` when there was no answer at all. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode | 'offline';
  /** When to try again, if the answer says so. */
  readonly again: Date | undefined;

  constructor(code: ProblemCode | 'offline', again?: Date) {
    super(code);
    this.code = code;
    this.again = again;
  }
}

let csrf = '';
let ahead = 0;

/** Now as the server's clock has it, in milliseconds: a phone's clock may be wrong by minutes. */
export const serverNow = () => Date.now() - ahead;

/**
 * Calls an operation. The CSRF token is kept from the answers that bring one and sent along.
 * @throws Refusal
 */
export async function call<N extends Name>(name: N, input: Input<N>): Promise<Answer<N>> {
  const { method, path } = routes[name];
  const {
    path: variables = {},
    query,
    body,
  } = input as {
    path?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, variable: string) =>
    encodeURIComponent(variables[variable] ?? ''),
  );
  // Beside the page, which on a stage without a domain of its own is not at the root.
  const beside = `.${filled}`;
  const answer = await fetch(query ? `${beside}?${new URLSearchParams(query)}` : beside, {
    method,
    headers: {
      ...(method !== 'GET' && csrf !== '' && { 'x-csrf-token': csrf }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refusal('offline');
  });
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(date)) ahead = Date.now() - date;
  const content: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (!answer.ok) throw new Refusal(codeIn(content), againAfter(answer));
  if (typeof content === 'object' && content !== null && 'csrf' in content) csrf = String(content.csrf);
  return content as Answer<N>;
}

/** Where the next page of a list begins; nothing for the first. */
export interface Cursor {
  cursor?: string;
}

/** All pages of what comes in more than one answer. */
export async function everyPage<P extends { readonly next?: string | undefined }>(
  fetchPage: (cursor: Cursor) => Promise<P>,
): Promise<P[]> {
  const pages: P[] = [];
  for (let cursor: Cursor = {}; ; ) {
    const page = await fetchPage(cursor);
    pages.push(page);
    if (page.next === undefined) return pages;
    cursor = { cursor: page.next };
  }
}

function againAfter({ headers }: Response): Date | undefined {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return seconds > 0 ? new Date(serverNow() + seconds * 1000) : undefined;
}

function codeIn(problem: unknown): ProblemCode {
  const type =
    typeof problem === 'object' && problem !== null && 'type' in problem ? String(problem.type) : '';
  return type.startsWith('urn:habeas:problem:') ? (type.slice(19) as ProblemCode) : 'internal';
}
