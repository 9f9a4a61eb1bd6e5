import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { extensionsAtMost, referenceOf } from '../../domain/sessions/session.ts';

type SessionRead = RowNamed<'session.read'>;

/** A session as shown to its page. */
export function sessionAnswer(session: SessionAuthority): AnswerOf<SessionRead> {
  const { level, csrf, endsAt, extensions, language, request, consent, individual, tenant } = session;
  return {
    level,
    csrf,
    endsAt,
    extensionsLeft: Math.max(0, extensionsAtMost - extensions),
    language,
    ...(request !== undefined && { requestId: request }),
    ...(consent !== undefined && { consentId: consent }),
    helpPhone: tenant.helpPhone,
    reference: referenceOf(request ?? consent ?? individual),
  };
}
