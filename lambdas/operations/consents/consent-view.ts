import type { AnswerOf } from '../../api/operation.ts';
import type { RowNamed } from '../../api/typed-operations.ts';
import { consentStateAt, consentStateForRequester } from '../../domain/consents/consent.ts';
import type { Audience } from '../../domain/evidence/receipt.ts';
import type { OpenConsent } from '../../stores/consents/consents.ts';

type ConsentView = AnswerOf<RowNamed<'consent.read'>>;

/** A consent as shown to an audience, in its state at this instant. */
export function consentViewOf({ consent, used }: OpenConsent, audience: Audience, at: string): ConsentView {
  const state = consentStateAt(consent, used, at);
  // The individual may have chosen that recipients learn how it ended; state and receipt say the same.
  const told = state === 'withdrawn' && consent.events.at(-1)?.told === true;
  return {
    id: consent.id,
    individualId: consent.individual,
    requestId: consent.request,
    organisation: consent.organisation,
    purpose: consent.purpose,
    notice: { id: consent.notice.id, version: consent.notice.version },
    items: consent.items.map(({ category, fields }) => ({ category, fields: [...fields] })),
    ...(consent.period && { period: consent.period }),
    reads: consent.reads,
    grantedAt: consent.grantedAt,
    until: consent.until,
    state: audience === 'full' || told ? state : consentStateForRequester(state),
    ...((state === 'withdrawn' || state === 'revoked') && { deletionAsked: true }),
    version: consent.version,
  };
}
