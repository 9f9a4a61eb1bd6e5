import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller, Operation } from '../api/operation.ts';
import { sessionCookie } from '../api/session-cookie.ts';
import type { Authority, SessionAuthority } from '../domain/members/authority.ts';
import { judge } from '../domain/members/judge.ts';
import { Problem } from '../domain/problems.ts';
import { header } from './body.ts';
import type { Ports } from './ports.ts';

const levels: readonly Caller[] = ['link', 'standing', 'confirmed'];
const safe = new Set(['GET', 'HEAD']);

/**
 * The principal whose token the authorizer verified; undefined for an operation that needs none.
 * @throws Problem `unauthenticated` when the operation needs one and there is none: handlers do not rely on the
 * gateway alone
 */
export function principalOf(event: APIGatewayProxyEvent, operation: Operation): string | undefined {
  if (operation.who.some((caller) => caller === 'public' || levels.includes(caller))) return undefined;
  const principal: unknown = event.requestContext.authorizer?.principal;
  if (typeof principal !== 'string' || !/^[0-9a-f]{64}$/.test(principal))
    throw new Problem('unauthenticated');
  return principal;
}

/** Reads the caller's authority for this call and checks that it may call this operation. */
export async function authorityOf(
  event: APIGatewayProxyEvent,
  operation: Operation,
  principal: string | undefined,
  path: Readonly<Record<string, string>>,
  ports: Ports,
): Promise<Authority> {
  const individual = operation.who.some((caller) => levels.includes(caller));
  if (individual || operation.path.startsWith('/v1/individual/')) checkOrigin(event, ports);
  if (individual) return admitSession(event, operation, ports);
  if (principal === undefined) return { kind: 'public' };
  if (operation.ownAuthority) return { kind: 'bearer', principal };
  if (!ports.membership) throw new Error('this function reads no memberships');
  const member = await ports.membership(principal, path.tenant);
  judge(member, operation.who);
  return member;
}

async function admitSession(
  event: APIGatewayProxyEvent,
  operation: Operation,
  ports: Ports,
): Promise<SessionAuthority> {
  if (!ports.session) throw new Error('this function reads no sessions');
  const cookies = (header(event, 'cookie') ?? '').split(/;\s*/);
  const cookie = cookies.find((one) => one.startsWith(`${sessionCookie}=`))?.slice(sessionCookie.length + 1);
  if (!cookie) throw new Problem('unauthenticated');
  const session = await ports.session(cookie);
  if (!safe.has(event.httpMethod) && header(event, 'x-csrf-token') !== session.csrf)
    throw new Problem('csrf').refusedTo(session);
  if (!operation.who.includes(session.level))
    throw new Problem(session.level === 'link' ? 'code-required' : 'forbidden').refusedTo(session);
  return session;
}

/**
 * Checks that a change comes from the individual's page: same origin, as the browser states it (Fetch Metadata,
 * Origin).
 */
function checkOrigin(event: APIGatewayProxyEvent, ports: Ports): void {
  if (safe.has(event.httpMethod)) return;
  const site = header(event, 'sec-fetch-site');
  const origin = header(event, 'origin');
  if (origin === undefined || origin !== ports.origin?.() || (site !== undefined && site !== 'same-origin'))
    throw new Problem('csrf');
}
