import { type ProvisionalMark, requestStateAt } from '../../domain/consents/consent.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type RequestRow } from '../../model/rows.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { personOf } from '../../stores/people/person.ts';

const types = { declined: 'request.declined', 'not-for-me': 'request.not-for-me' } as const;

/**
 * Marks the request that a link is about, before any code. It stays pending, for the asker it is unchanged (its
 * version too), and the mark can be changed until it is confirmed or the request lapses.
 * @throws Problem `not-found` for any other request, `conflict` when it is not open any more
 */
export async function markProvisionally(
  session: SessionAuthority,
  request: string,
  mark: ProvisionalMark,
  at: string,
): Promise<void> {
  if (request !== session.request) throw new Problem('not-found');
  const { tenant, individual } = session;
  const key = vaultKey.request(tenant.id, individual, request);
  const { person, rows } = await personOf(session, at, [], [{ table: 'vault', key }]);
  const [row] = rows;
  if (!row) throw new Problem('not-found');
  const known = as<RequestRow>(row);
  if (requestStateAt(known, at) !== 'pending') throw new Problem('conflict');
  const { auditRef } = person.held.keys;
  const { writes } = appendAudit({
    type: types[mark],
    at,
    tenant: tenant.id,
    actorRef: auditRef,
    individualRef: auditRef,
    object: { id: request, under: auditRef },
  });
  await transact([
    fenceOf(tenant.id, person.held.row),
    { table: 'vault', update: key, set: { provisional: mark }, if: equals({ state: 'pending' }) },
    ...writes,
  ]);
}
