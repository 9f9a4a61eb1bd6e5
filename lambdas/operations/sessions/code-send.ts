import type { individualsOperations } from '../../api/operations/individuals.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { codeSeconds, mailsAnHour, masked, oneMoreWithinHour } from '../../domain/sessions/session.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Contact } from '../../model/rows.ts';
import { transact, unchanged } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { contactSealer } from '../../stores/keys/open-contact.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { type Person, personOf } from '../../stores/people/person.ts';

/** Sends a code to the known address, three times an hour at most; the notifier makes it. */
export const codeSend: HandlerOf<typeof individualsOperations, 'code.send'> = async ({ at }, session) => {
  // Each time it is overtaken another code has been counted, so this ends.
  for (let attempt = 0; attempt <= mailsAnHour; attempt++) {
    const { person } = await personOf(session, at, ['contact']);
    const { id, contactVersion, sealed, codesSentAt } = person.held.row;
    const sealer = await contactSealer(person.kmsKey, person.held.keys);
    const { email } = sealer.open<Contact>('individual', id, contactVersion, sealed).release();
    const next = oneMoreWithinHour(codesSentAt ?? [], at);
    if (!next.allowed) throw new Problem('too-many-requests', { retryAfter: next.retryAfter });
    if (await makeDue(person, session, [...next.recent, at], at))
      return { body: { sentTo: masked(email), endsAt: after(at, codeSeconds) } };
  }
  throw new Problem('unavailable', { retryAfter: 1 });
};

/** Counts the code and makes its mail due; false when another one was counted in between. */
async function makeDue(
  { tenant, held: { row, keys } }: Person<'contact'>,
  { session, request }: SessionAuthority,
  codesSentAt: readonly string[],
  at: string,
): Promise<boolean> {
  const mail = dueMail({ kind: 'code', tenant: tenant.id, individual: row.id, session, request }, at);
  const { writes } = appendAudit({
    type: 'code.requested',
    at,
    tenant: tenant.id,
    actorRef: keys.auditRef,
    individualRef: keys.auditRef,
  });
  const overtaken = new Error('overtaken');
  try {
    await transact([
      {
        table: 'vault',
        update: vaultKey.individual(tenant.id, row.id),
        set: { codesSentAt },
        if: unchanged({ gate: row.gate, codesSentAt: row.codesSentAt }),
        else: overtaken,
      },
      mail.write,
      ...writes,
    ]);
  } catch (error) {
    if (error !== overtaken) throw error;
    return false;
  }
  await announce(mail);
  return true;
}
