import type { individualsOperations } from '../../api/operations/individuals.ts';
import { requestStateAt } from '../../domain/consents/consent.ts';
import { hasCome } from '../../domain/instant.ts';
import { Problem } from '../../domain/problems.ts';
import { triesAtMost } from '../../domain/sessions/session.ts';
import { recorded } from '../../http/problem-details.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type RequestRow, type SessionRow } from '../../model/rows.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { equals, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { type Person, personOf } from '../../stores/people/person.ts';
import { codeHash, same } from '../../stores/sessions/secret-hashes.ts';
import { sessionAnswer } from './session-answer.ts';

type SentCode = NonNullable<SessionRow['code']>;

/**
 * Confirms the session with its code. Every try is counted before it is answered, so that guesses made at once
 * are no more than guesses made one by one; after five the code is locked and a new one is needed.
 */
export const codeVerify: HandlerOf<typeof individualsOperations, 'code.verify'> = async (
  { body, at },
  session,
) => {
  const key = vaultKey.session(session.tenant.id, session.individual, session.session);
  const asked = session.request && vaultKey.request(session.tenant.id, session.individual, session.request);
  const beside = [key, ...(asked ? [asked] : [])].map((one) => ({ table: 'vault', key: one }) as const);
  const given = codeHash(session.session, body.code);
  // Each time it is overtaken a try has been counted, so this ends.
  for (let attempt = 0; attempt <= triesAtMost; attempt++) {
    const { person, rows } = await personOf(session, at, [], beside);
    const [row, request] = rows;
    const code = row && as<SessionRow>(row).code;
    const right = same(given, code?.hash ?? codeHash(session.session, 'none'));
    if (!code || hasCome(code.endsAt, at)) throw new Problem('wrong-code');
    if (code.tries >= triesAtMost) throw new Problem('locked');
    const overtaken = new Error('overtaken');
    const guard = { if: equals({ level: 'link', code }), else: overtaken };
    try {
      if (right) {
        await transact([
          { table: 'vault', update: key, set: { level: 'confirmed' }, unset: ['code'], ...guard },
          ...confirmed(person, at),
          ...forMeAfterAll(request, at, overtaken),
        ]);
        return { body: sessionAnswer({ ...session, level: 'confirmed' }) };
      }
      const tried: SentCode = { ...code, tries: code.tries + 1 };
      await transact([{ table: 'vault', update: key, set: { code: tried }, ...guard }, ...wrong(person, at)]);
    } catch (error) {
      if (error !== overtaken) throw error;
      continue;
    }
    throw recorded(new Problem('wrong-code'));
  }
  throw new Problem('unavailable', { retryAfter: 1 });
};

/** From now on only the individual changes their address. */
function confirmed({ tenant, held: { row, keys } }: Person<never>, at: string): readonly Write[] {
  return [
    {
      table: 'vault',
      update: vaultKey.individual(tenant.id, row.id),
      set: { contactOwned: true },
      if: equals({ gate: row.gate }),
    },
    ...appendAudit({
      type: 'session.confirmed',
      at,
      tenant: tenant.id,
      actorRef: keys.auditRef,
      individualRef: keys.auditRef,
    }).writes,
  ];
}

/** Who proves to have the mailbox was meant: "not for me" is taken back, else silence would still refuse. */
function forMeAfterAll(request: Row | undefined, at: string, overtaken: Error): readonly Write[] {
  if (!request) return [];
  const known = as<RequestRow>(request);
  const { state, provisional } = known;
  if (provisional !== 'not-for-me' || requestStateAt(known, at) !== 'pending') return [];
  const { pk, sk } = request;
  const guard = { if: equals({ state, provisional }), else: overtaken };
  return [{ table: 'vault', update: { pk, sk }, unset: ['provisional'], ...guard }];
}

function wrong({ tenant, held: { row, keys } }: Person<never>, at: string): readonly Write[] {
  return [
    { table: 'vault', check: vaultKey.individual(tenant.id, row.id), if: equals({ gate: row.gate }) },
    ...appendAudit({
      type: 'code.wrong',
      at,
      tenant: tenant.id,
      actorRef: keys.auditRef,
      individualRef: keys.auditRef,
      outcome: 'wrong-code',
    }).writes,
  ];
}
