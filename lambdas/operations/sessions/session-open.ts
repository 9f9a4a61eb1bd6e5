import type { individualsOperations } from '../../api/operations/individuals.ts';
import { sessionCookie } from '../../api/session-cookie.ts';
import { hasCome } from '../../domain/instant.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { sessionSeconds } from '../../domain/sessions/session.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { keysKey, vaultKey } from '../../model/key-registry.ts';
import { as, type IndividualRow, type LinkRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, present, transact } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newSecret } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { rowHash } from '../../stores/sessions/secret-hashes.ts';
import { csrfOf, sessionToken } from '../../stores/sessions/sessions.ts';
import { mustBe, tenantOf } from '../../stores/tenants/tenants.ts';
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
