import { secretHash } from '../../crypto/one-time.ts';
import type { SessionAuthority, Tenant } from '../../domain/members/authority.ts';
import { extensionsAtMost, sessionSeconds } from '../../domain/sessions/session.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { type IndividualRow, individualRow } from '../../model/people-rows.ts';
import type { Stored } from '../../model/row.ts';
import { type LinkRow, linkRow, type SessionRow, sessionRow } from '../../model/session-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, present } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { newSecret } from '../../platform/runtime/random.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { fenceOf } from '../people/individuals.ts';
import { tenantOf } from '../tenants/tenants.ts';
import { type SessionToken, sessionToken, tokenText } from './session-token.ts';
import { authorityOf } from './sessions.ts';

/** A link that was sent, with its owner. */
export interface FoundLink {
  readonly link: Stored<LinkRow>;
  readonly individual: Stored<IndividualRow>;
  readonly tenant: Tenant;
  /** The individual's reference in the audit log. */
  readonly auditSecret: string;
}

/**
 * The link that a token belongs to, used or not; undefined when it never existed, and when its individual is gone.
 */
export async function linkBehind(text: string): Promise<FoundLink | undefined> {
  const token = sessionToken(text);
  if (!token) return undefined;
  const found = await readNamed({
    link: linkRow.at(token.tenant, token.individual, secretHash(token.secret)),
    individual: individualRow.at(token.tenant, token.individual),
    tenant: tenantRow.at(token.tenant),
    audit: auditSecretRow.at(token.tenant, token.individual),
  });
  const link = linkRow.from(found.link);
  const individual = individualRow.from(found.individual);
  const audit = auditSecretRow.from(found.audit);
  if (!link || !individual || !found.tenant || !audit) return undefined;
  return { link, individual, tenant: tenantOf(found.tenant), auditSecret: audit.secret };
}

/** A session to be started. */
export interface NewSession {
  readonly authority: SessionAuthority;
  readonly row: SessionRow;
  /** The cookie's value, which is the only place that holds the session's secret. */
  readonly cookie: string;
}

/** Makes the session that a link leads to, starting at `at`. Nothing is written yet. */
export function sessionThrough({ link, individual, tenant }: FoundLink, at: string): NewSession {
  const token: SessionToken = { tenant: tenant.id, individual: individual.id, secret: newSecret() };
  const row: SessionRow = {
    level: link.kind === 'standing' ? 'standing' : 'link',
    link: hashIn(link),
    ...(link.request !== undefined && { request: link.request }),
    ...(link.consent !== undefined && { consent: link.consent }),
    addressVersion: link.addressVersion,
    language: individual.language,
    startedAt: at,
    endsAt: after(at, sessionSeconds),
    extensions: 0,
    // The row is kept as long as a session can last with every extension.
    expiresAt: epochSeconds(after(at, sessionSeconds * (extensionsAtMost + 1))),
  };
  return {
    authority: authorityOf(token, tenant, row),
    row,
    cookie: tokenText(token),
  };
}

/**
 * Starts a session, with its audit entry. The link stays as it is.
 * @throws Problem `conflict` when the individual has changed since they were read
 */
export async function startSession(
  { link, individual, tenant, auditSecret }: FoundLink,
  { authority, row }: NewSession,
  at: string,
): Promise<void> {
  const { writes } = personEntry(
    { owner: { tenant: tenant.id }, auditSecret },
    { type: 'link.used', at, object: link.request ?? link.consent ?? individual.id },
  );
  await commit({ tenant, at }, [
    fenceOf(tenant.id, individual),
    linkRow.check(link, present),
    sessionRow.put([tenant.id, individual.id, authority.session], row, { if: absent }),
    ...writes,
  ]);
}

/** The hash of the link's secret, from the row's key. */
function hashIn({ sk }: Stored<LinkRow>): string {
  return sk.slice(sk.lastIndexOf('#') + 1);
}
