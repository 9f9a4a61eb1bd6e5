import { createHmac } from 'node:crypto';
import { secretHash } from '../../crypto/one-time.ts';
import type { SessionAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { individualRow } from '../../model/people-rows.ts';
import { type SessionRow, sessionRow } from '../../model/session-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { now } from '../../platform/runtime/clock.ts';
import { tenantOf } from '../tenants/tenants.ts';
import { isOfFormerAddress } from './former-address.ts';
import { type SessionToken, sessionToken } from './session-token.ts';

/** The CSRF token of a session, derived from its secret so that it need not be stored. */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('habeas csrf').digest('base64url');
}

/**
 * The session that a cookie belongs to, read consistently with its individual and tenant.
 * @throws Problem `unauthenticated` when there is none, it has ended, or its individual is gone
 */
export async function session(cookie: string): Promise<SessionAuthority> {
  const token = sessionToken(cookie);
  if (!token) throw new Problem('unauthenticated');
  const found = await readNamed({
    session: sessionRow.at(token.tenant, token.individual, secretHash(token.secret)),
    individual: individualRow.at(token.tenant, token.individual),
    tenant: tenantRow.at(token.tenant),
  });
  const row = sessionRow.from(found.session);
  const individual = individualRow.from(found.individual);
  if (!row || !individual || !found.tenant || row.endsAt <= now() || isOfFormerAddress(row, individual))
    throw new Problem('unauthenticated');
  return authorityOf(token, tenantOf(found.tenant), row);
}

/** The authority that a session gives, from its token and its row. */
export function authorityOf(
  { individual, secret }: SessionToken,
  tenant: Tenant,
  row: SessionRow,
): SessionAuthority {
  const { level, endsAt, extensions, language, link, request, consent } = row;
  return {
    kind: 'session',
    level,
    tenant,
    individual,
    session: secretHash(secret),
    csrf: csrfOf(secret),
    endsAt,
    extensions,
    language,
    link,
    request,
    consent,
  };
}
