import { read } from '../adapters/dynamo.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { lockRowOf } from '../adapters/locks.ts';
import { contentHash } from '../adapters/one-time.ts';
import { as, type DecisionContent, type LinkRow } from '../adapters/rows.ts';
import type { individualsOperations } from '../contract/operations/individuals.ts';
import { requestStateAt } from '../domain/consent.ts';
import { Problem } from '../domain/problems.ts';
import type { HandlerOf } from '../http/serve.ts';
import type { DecisionAnswer } from './decided.ts';
import { grantAsk } from './decision-grant.ts';
import { refuseAsk } from './decision-refuse.ts';
import { lockPlaceOf } from './lock-place.ts';
import { type OpenAsk, openAsk } from './open-ask.ts';

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
