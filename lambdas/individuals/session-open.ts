import { appendAudit } from '../adapters/audit-log.ts';
import { after } from '../adapters/clock.ts';
import { read } from '../adapters/dynamo.ts';
import { newSecret } from '../adapters/ids.ts';
import { fenceOf } from '../adapters/individual-row.ts';
import { keysKey, vaultKey } from '../adapters/key-registry.ts';
import { rowHash } from '../adapters/one-time.ts';
import { as, type IndividualRow, type LinkRow } from '../adapters/rows.ts';
import { csrfOf, sessionToken } from '../adapters/session.ts';
import { mustBe, tenantOf } from '../adapters/tenant-row.ts';
import { absent, present, transact } from '../adapters/transaction.ts';
import type { individualsOperations } from '../contract/operations/individuals.ts';
import { sessionCookie } from '../contract/session-cookie.ts';
import type { SessionAuthority } from '../domain/authority.ts';
import { hasCome } from '../domain/instant.ts';
import { Problem } from '../domain/problems.ts';
import { sessionSeconds } from '../domain/session.ts';
import type { HandlerOf } from '../http/serve.ts';
import { sessionAnswer, sessionRow } from './session-answer.ts';

/**
 * Exchanges a link for a session of its level. A link that never was, one of somebody else's tenant and one of an
 * erased person are one answer. Opening a link changes nothing: mail scanners do it, too.
 */
export const sessionOpen: HandlerOf<typeof individualsOperations, 'session.open'> = async ({ body, at }) => {
  const token = sessionToken(body.token);
  if (!token) throw new Problem('not-found');
  const linkHash = rowHash(token.secret);
  const linkKey = vaultKey.link(token.tenant, token.individual, linkHash);
  const [linkRow, individualRow, tenantRow, auditRow] = await read([
    { table: 'vault', key: linkKey },
    { table: 'vault', key: vaultKey.individual(token.tenant, token.individual) },
    { table: 'vault', key: vaultKey.tenant(token.tenant) },
    { table: 'keys', key: keysKey.audit(token.tenant, token.individual) },
  ]);
  if (!linkRow || !individualRow || !tenantRow || !auditRow) throw new Problem('not-found');
  const link = as<LinkRow>(linkRow);
  const individual = as<IndividualRow>(individualRow);
  const ref = auditRow.ref as string;
  const secret = newSecret();
  const opened: SessionAuthority = {
    kind: 'session',
    level: link.kind === 'standing' ? 'standing' : 'link',
    tenant: tenantOf(tenantRow),
    individual: individual.id,
    session: rowHash(secret),
    csrf: csrfOf(secret),
    endsAt: after(at, sessionSeconds),
    extensions: 0,
    language: individual.language,
    link: linkHash,
    request: link.request,
    consent: link.consent,
  };
  try {
    mustBe(opened.tenant, at, 'open', 'retrieval');
    if (link.usedAt !== undefined) throw new Problem('link-used');
    if (hasCome(link.endsAt, at)) throw new Problem('link-expired');
  } catch (problem) {
    // Whoever holds the secret is told, and it stands in the individual's own log.
    throw Object.assign(problem as Problem, { authority: opened });
  }
  const { writes } = appendAudit({
    type: 'link.used',
    at,
    tenant: opened.tenant.id,
    actorRef: ref,
    individualRef: ref,
    object: { id: link.request ?? link.consent ?? individual.id, under: ref },
  });
  await transact([
    fenceOf(opened.tenant.id, individual),
    { table: 'vault', check: linkKey, if: present },
    {
      table: 'vault',
      put: {
        ...vaultKey.session(opened.tenant.id, individual.id, opened.session),
        ...sessionRow(opened, at),
      },
      if: absent,
    },
    ...writes,
  ]);
  return {
    body: sessionAnswer(opened),
    cookie: `${sessionCookie}=${token.tenant}.${token.individual}.${secret}; Path=/; Secure; HttpOnly; SameSite=Strict`,
  };
};
