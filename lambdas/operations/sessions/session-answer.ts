import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { extensionsAtMost, referenceOf } from '../../domain/sessions/session.ts';
import { contactOf } from '../../stores/people/contact.ts';
import { personOf } from '../../stores/people/person.ts';

type SessionAnswer = AnswerOf<RowNamed<'session.read'>>;

/**
 * A session as shown to its page. A confirmed one also says whose data it is and who keeps it, which takes a read.
 * @throws Problem as `personOf` does, for a confirmed session
 */
export async function sessionAnswer(session: SessionAuthority, at: string): Promise<SessionAnswer> {
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
    timeZone: tenant.timeZone,
    notices: noticesOf(tenant),
    reference: referenceOf(request ?? consent ?? individual),
    ...(level === 'confirmed' && { person: await nameOf(session, at), keeper: tenant.name }),
  };
}

/** Where the tenant's imprint, privacy notice and accessibility statement are. */
function noticesOf({ profile = {} }: SessionAuthority['tenant']): SessionAnswer['notices'] {
  const { sender, ...notices } = profile;
  return notices;
}

/** The individual's name; the tenant's own reference for one who has none. */
async function nameOf(session: SessionAuthority, at: string): Promise<string> {
  const { person } = await personOf(session, at, ['contact']);
  const { name, reference } = await contactOf(person);
  return name ?? reference;
}
