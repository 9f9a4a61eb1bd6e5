import type { Decision } from '../../domain/requests/request.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { lockPlaceOf } from '../../stores/requests/block-place.ts';
import { termsOf } from '../../stores/requests/open-request.ts';
import { lock } from '../../stores/requests/re-request-blocks.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import { auditOf, countedNo, type Deciding, type DecisionAnswer, endRequest } from './decided.ts';

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
