import { audienceOfReceipt } from '../../domain/consents/audience.ts';
import { type Audience, consentRecord } from '../../domain/evidence/receipt.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Sealer } from '../../model/row.ts';
import type { KeyedIndividual } from '../people/individuals.ts';
import { receiptTerms } from '../requests/receipt-terms.ts';
import { receiptOf } from '../statements/receipts.ts';
import type { OpenConsent } from './consents.ts';

/**
 * The signed receipt of an event of a consent, the newest if no version is named; every one stays to be had. Who may
 * know all of it also gets what was shown.
 * @param person the individual with the sealer of their use `case`.
 * @throws Problem `not-found` for a version that the consent never had
 */
export async function receiptOfConsent(
  act: { readonly tenant: Tenant; readonly at: string },
  person: { readonly individual: KeyedIndividual<'case'>; readonly sealer: Sealer },
  { consent }: OpenConsent,
  reader: Audience,
  version = consent.version,
): Promise<SignedStatement> {
  const { id } = consent;
  const event = consent.events.find((one) => one.version === version);
  if (!event) throw new Problem('not-found');
  const audience = audienceOfReceipt(reader, event);
  const { terms, shown } = await receiptTerms(act.tenant, consent, person.sealer);
  const signed = await receiptOf(act, person, { id, version, audience }, () => ({
    kind: 'consent-receipt',
    id,
    at: event.at,
    leaf: event.leaf,
    record: consentRecord(consent, event, terms, audience),
  }));
  return reader === 'full' ? { ...signed, shown: { ...shown } } : signed;
}
