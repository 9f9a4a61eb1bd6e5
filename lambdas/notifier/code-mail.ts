import { appendAudit } from '../adapters/audit-log.ts';
import { after } from '../adapters/clock.ts';
import { read } from '../adapters/dynamo.ts';
import { newCode } from '../adapters/ids.ts';
import { fenceOf } from '../adapters/individual-row.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { codeHash } from '../adapters/one-time.ts';
import { as, type SessionRow } from '../adapters/rows.ts';
import { unchanged } from '../adapters/transaction.ts';
import { hasCome } from '../domain/instant.ts';
import { codeSeconds } from '../domain/session.ts';
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
