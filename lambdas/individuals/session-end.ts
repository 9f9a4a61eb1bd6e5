import { appendAudit } from '../adapters/audit-log.ts';
import { fenceOf } from '../adapters/individual-row.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { transact } from '../adapters/transaction.ts';
import type { individualsOperations } from '../contract/operations/individuals.ts';
import { sessionCookie } from '../contract/session-cookie.ts';
import type { HandlerOf } from '../http/serve.ts';
import { personOf } from './person.ts';

/** Ends the session: its cookie is worth nothing afterwards, wherever a copy of it may be. */
export const sessionEnd: HandlerOf<typeof individualsOperations, 'session.end'> = async ({ at }, session) => {
  const { person } = await personOf(session, at, []);
  const { row, keys } = person.held;
  const { writes } = appendAudit({
    type: 'session.ended',
    at,
    tenant: session.tenant.id,
    actorRef: keys.auditRef,
    individualRef: keys.auditRef,
  });
  await transact([
    fenceOf(session.tenant.id, row),
    { table: 'vault', remove: vaultKey.session(session.tenant.id, session.individual, session.session) },
    ...writes,
  ]);
  return { cookie: `${sessionCookie}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0` };
};
