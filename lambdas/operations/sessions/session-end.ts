import type { individualsOperations } from '../../api/operations/individuals.ts';
import { sessionCookie } from '../../api/session-cookie.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { personOf } from '../../stores/people/person.ts';

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
