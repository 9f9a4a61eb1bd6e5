import type { SessionAuthority } from '../../domain/members/authority.ts';
import { sessionSeconds } from '../../domain/sessions/session.ts';
import { sessionRow } from '../../model/session-rows.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { fenceOf } from '../people/individuals.ts';
import type { Person } from '../people/person.ts';

/**
 * Extends a session to thirty minutes after `at`.
 * @returns the extended session
 * @throws Problem `conflict` when it was extended or has ended since it was read
 */
export async function extendSession(
  { tenant, keyed }: Person<never>,
  session: SessionAuthority,
  at: string,
): Promise<SessionAuthority> {
  const extended = { endsAt: after(at, sessionSeconds), extensions: session.extensions + 1 };
  await commit({ tenant, at }, [
    fenceOf(tenant.id, keyed.row),
    sessionRow.update(
      [tenant.id, session.individual, session.session],
      { set: extended },
      { if: equals({ extensions: session.extensions }), else: 'conflict' },
    ),
    ...personEntry(keyed.keys, { type: 'session.extended', at }).writes,
  ]);
  return { ...session, ...extended };
}

/** Ends a session by deleting its row: from then on no copy of its cookie works. */
export async function endSession(
  { tenant, keyed }: Person<never>,
  session: SessionAuthority,
  at: string,
): Promise<void> {
  await commit({ tenant, at }, [
    fenceOf(tenant.id, keyed.row),
    sessionRow.remove([tenant.id, session.individual, session.session]),
    ...personEntry(keyed.keys, { type: 'session.ended', at }).writes,
  ]);
}
