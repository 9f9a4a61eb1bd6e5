import type { Consent } from '../../domain/consents/consent.ts';
import { consentContent, consentList, consentRow, usesRow } from '../../model/consent-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { listed } from '../../model/row.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/**
 * The writes that create a consent, and the count of its reads.
 * @param sealer of the individual's use `case`.
 */
export function newConsent(tenant: string, consent: Consent, sealer: Sealer): Write[] {
  const { id, individual, organisation, state, version, grantedAt } = consent;
  const key = consentRow.key(tenant, individual, shortCodeOf(individual, consent.purpose), id);
  const made = consentRow.put(
    key,
    {
      id,
      individual,
      organisation,
      state,
      version,
      sealedVersion: version,
      sealed: consentContent.seal(sealer, consent, consent),
      ...listed(consentList(tenant), grantedAt, id),
    },
    { if: absent },
  );
  return [made, usesRow.put([key], { used: 0 }, { if: absent })];
}
