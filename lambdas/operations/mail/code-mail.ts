import { hasCome } from '../../domain/instant.ts';
import { codeSeconds } from '../../domain/sessions/session.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { as, type SessionRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { unchanged } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newCode } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { codeHash } from '../../stores/sessions/secret-hashes.ts';
import { drop, type Preparation, type Prepared } from './due-mail.ts';
import type { Recipient } from './recipient.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * The code of a session. Nobody needs it when the session has ended or is confirmed; nor when a newer code was
 * made after this one was asked for: two mails with different codes would only confuse.
 */
export async function codeFor(
  { mail, held, occasion, reference }: Recipient,
  addressed: Pick<Prepared, 'to' | 'language'>,
): Promise<Preparation> {
  const { tenant, at } = occasion;
  if (mail.session === undefined) return drop;
  const key = vaultKey.session(tenant.id, mail.individual, mail.session);
  const [row] = await read([{ table: 'vault', key }]);
  if (!row) return drop;
  const session = as<SessionRow>(row);
  const newer =
    session.code && session.code.mail !== mail.id && session.code.endsAt > after(mail.dueAt, codeSeconds);
  if (session.level !== 'link' || hasCome(session.endsAt, at) || newer) return drop;
  const code = newCode();
  const { writes } = appendAudit({
    type: 'code.sent',
    at,
    tenant: tenant.id,
    actorRef: 'system',
    individualRef: held.keys.auditRef,
  });
  const letter = mailTextsIn(addressed.language).code({
    code,
    reference,
    helpPhone: tenant.helpPhone,
  });
  return {
    kind: 'send',
    mails: [
      {
        ...addressed,
        letter,
        writes: [
          fenceOf(tenant.id, held.row),
          {
            table: 'vault',
            update: key,
            set: {
              code: {
                hash: codeHash(mail.session, code),
                endsAt: after(at, codeSeconds),
                tries: 0,
                mail: mail.id,
              },
            },
            if: unchanged({ level: 'link', code: session.code }),
            else: 'conflict',
          },
          ...writes,
        ],
      },
    ],
  };
}
