import type { Row } from '../adapters/dynamo.ts';
import { lock } from '../adapters/locks.ts';
import { announce, dueMail } from '../adapters/mail-due.ts';
import { contentHash } from '../adapters/one-time.ts';
import { transact } from '../adapters/transaction.ts';
import type { Decision } from '../domain/ask.ts';
import { auditOf, countedNo, type Deciding, type DecisionAnswer, endRequest } from './decided.ts';
import { lockPlaceOf } from './lock-place.ts';
import { termsOf } from './open-ask.ts';

type Refuse = Extract<Decision, { choice: 'refuse' }>;

/**
 * Refuses an ask, in the retrieval window too: request, used link, lock of all that was asked, audit entry and mail
 * in one transaction.
 */
export async function refuseAsk(
  deciding: Deciding,
  body: Refuse,
  lockRow: Row | undefined,
): Promise<DecisionAnswer> {
  const { ask, session, at, overtaken } = deciding;
  const shown = (await termsOf(ask)).shown(body.language ?? session.language);
  const audit = auditOf(deciding, 'consent.refused', ask.row.id);
  const mail = dueMail(
    {
      kind: 'refused',
      tenant: ask.person.tenant.id,
      individual: session.individual,
      request: ask.row.id,
      leaf: audit.leaf,
    },
    at,
  );
  await transact([
    ...endRequest(
      deciding,
      audit,
      { state: 'refused' },
      { hash: contentHash(shown), language: shown.language },
      body.tellReason === true,
    ),
    countedNo(deciding),
    { ...lock(lockPlaceOf(ask), lockRow, ask.sealer, ask.content.items, at), else: overtaken },
    ...audit.writes,
    mail.write,
  ]);
  await announce(mail);
  return { id: ask.row.id, state: 'refused', audit: { entry: audit.entry, leaf: audit.leaf } };
}
