import type { individualsOperations } from '../../api/operations/individuals.ts';
import { refusalRecord } from '../../domain/evidence/receipt.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import type { DecisionContent } from '../../model/rows.ts';
import { publishedNotices } from '../../stores/catalogue/catalogue.ts';
import { openAsk } from '../../stores/requests/open-request.ts';
import { receiptOf } from '../../stores/statements/receipts.ts';

/** The signed receipt of a No; a grant has its consent's own. */
export const requestReceipt: HandlerOf<typeof individualsOperations, 'request.receipt'> = async (
  { path, at },
  session,
) => {
  const { person, sealer, row, content } = await openAsk(session, path.request, at, ['case']);
  if (row.state !== 'refused' || !row.decided) throw new Problem('not-found');
  const decision = sealer.open<DecisionContent>('decision', row.id, 1, row.decided).release();
  const [notice] = await publishedNotices(session.tenant.id, [content.notice]);
  if (!notice) throw new Problem('unavailable');
  const object = { id: row.id, version: 1, audience: 'full' } as const;
  return {
    body: await receiptOf(
      { tenant: session.tenant, at },
      { individual: person.held, sealer },
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
            contact: decision.contact,
          },
          notice.content,
        ),
      }),
    ),
  };
};
