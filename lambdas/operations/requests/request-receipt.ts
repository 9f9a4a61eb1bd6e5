import { refusalRecord } from '../../domain/evidence/receipt.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { decisionOn } from '../../stores/requests/deciding.ts';
import { openRequest } from '../../stores/requests/open-request.ts';
import { receiptTerms } from '../../stores/requests/receipt-terms.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';

/**
 * The signed receipt of a refusal; for a grant there is the receipt of its consent. A request that a withdrawal closed
 * was not decided: the receipt of the withdrawn consent proves the No.
 */
export const requestReceipt: Handler<'request.receipt'> = async ({ path, at }, session) => {
  const { person, sealer, row, content } = await openRequest(session, path.request, at, ['case']);
  const decision = row.state === 'refused' ? decisionOn(row, sealer) : undefined;
  if (row.refusedAt !== undefined)
    throw new Problem('conflict', {
      detail: 'it was closed with the withdrawal of a consent, whose receipt says so',
    });
  if (!decision) throw new Problem('not-found');
  const { terms, shown } = await receiptTerms(session.tenant, { request: row.id, ...content }, sealer);
  const object = { id: row.id, version: 1, audience: 'full' } as const;
  const signed = await receiptOf(
    { tenant: session.tenant, at },
    { individual: person.keyed, sealer },
    object,
    () => ({
      kind: 'consent-receipt',
      id: row.id,
      at: decision.at,
      leaf: decision.leaf,
      record: refusalRecord(
        {
          request: row.id,
          individual: row.individual,
          organisation: row.organisation,
          purpose: content.purpose,
          notice: content.notice,
          items: content.items,
          at: decision.at,
          shownHash: decision.shownHash,
          language: decision.language,
          recipients: content.recipients,
          contact: decision.contact,
        },
        terms,
      ),
    }),
  );
  return { body: { ...signed, shown: { ...shown } } };
};
