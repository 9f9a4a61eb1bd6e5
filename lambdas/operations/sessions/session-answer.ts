import type { AnswerOf } from '../../api/operation.ts';
import type { individualsOperations } from '../../api/operations/individuals.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { extensionsAtMost, referenceOf, sessionSeconds } from '../../domain/sessions/session.ts';
import type { SessionRow } from '../../model/rows.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';

type SessionRead = Extract<(typeof individualsOperations)[number], { readonly name: 'session.read' }>;

/** A session as its page sees it. */
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

/** The row of a session that starts at `at`; it stays as long as a session can, every extension included. */
export function sessionRow(session: SessionAuthority, at: string): SessionRow {
  const { level, link, request, consent, language, endsAt, extensions } = session;
  return {
    level,
    link,
    ...(request !== undefined && { request }),
    ...(consent !== undefined && { consent }),
    language,
    startedAt: at,
    endsAt,
    extensions,
    expiresAt: epochSeconds(after(at, sessionSeconds * (extensionsAtMost + 1))),
  };
}
