import type { individualsOperations } from '../../api/operations/individuals.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type DecisionContent, type LinkRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { lockPlaceOf } from '../../stores/requests/block-place.ts';
import { type OpenAsk, openAsk } from '../../stores/requests/open-request.ts';
import { lockRowOf } from '../../stores/requests/re-request-blocks.ts';
import { contentHash } from '../../stores/sessions/secret-hashes.ts';
import type { DecisionAnswer } from './decided.ts';
import { grantAsk } from './decision-grant.ts';
import { refuseAsk } from './decision-refuse.ts';

const attempts = 5;

/**
 * Decides a request once. Of decisions made at once one counts; the same decision sent again in the same session
 * (a double click, a lost answer) gets the first one's answer, any other finds the request decided.
 */
export const requestDecide: HandlerOf<typeof individualsOperations, 'request.decide'> = async (
  { path, body, at },
  session,
) => {
  const bodyHash = contentHash(body);
  const link = {
    table: 'vault',
    key: vaultKey.link(session.tenant.id, session.individual, session.link),
  } as const;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const ask = await openAsk(session, path.request, at, ['case'], [link]);
    const answered = answerBefore(ask, session.session, bodyHash);
    if (answered) return { body: answered };
    if (requestStateAt(ask.row, at) !== 'pending') {
      const [linkRow] = ask.rows;
      const used = linkRow && as<LinkRow>(linkRow).usedAt !== undefined;
      throw new Problem(used && session.request === ask.row.id ? 'link-used' : 'conflict');
    }
    const [lockRow] = await read([lockRowOf(lockPlaceOf(ask))]);
    const overtaken = new Error('overtaken');
    const deciding = { ask, session, bodyHash, at, overtaken };
    try {
      return {
        body:
          body.choice === 'grant'
            ? await grantAsk(deciding, body, lockRow)
            : await refuseAsk(deciding, body, lockRow),
      };
    } catch (error) {
      if (error !== overtaken) throw error;
    }
  }
  throw new Problem('unavailable', { retryAfter: 1 });
};

/** The answer that this session got for this very decision before. */
function answerBefore(
  { row, sealer }: OpenAsk<'case'>,
  session: string,
  bodyHash: string,
): DecisionAnswer | undefined {
  if (!row.decided) return undefined;
  const before = sealer.open<DecisionContent>('decision', row.id, 1, row.decided).release();
  if (before.session !== session || before.bodyHash !== bodyHash) return undefined;
  return {
    id: row.id,
    state: row.state,
    ...(row.consent !== undefined && { consentId: row.consent }),
    audit: { entry: before.entry, leaf: before.leaf },
  };
}
