import { allowedReads, type Consent, consentStateAt } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import {
  consentContent,
  consentList,
  consentPlaceRow,
  consentRow,
  setAside,
  usesRow,
} from '../../model/consent-rows.ts';
import { placeIn } from '../../model/places.ts';
import type { Sealer } from '../../model/row.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import type { OpenConsent } from './consents.ts';

/** How many consents to one purpose the gate reads at most. */
const gateHolds = 100;

/**
 * The writes that make room for one more consent to a purpose: the oldest one that has ended is set aside, where the
 * gate does not look. Everybody else finds it there as before.
 * @param there the consents to the purpose that the gate looks at.
 * @throws Problem `conflict` when all of them are live
 */
export function roomFor(there: readonly OpenConsent[], at: string, race: string): Write[] {
  if (there.length < gateHolds) return [];
  const [oldest] = there
    .filter(({ consent, used }) => consentStateAt(consent, used, at) !== 'active')
    .sort((a, b) => (a.consent.grantedAt < b.consent.grantedAt ? -1 : 1));
  if (!oldest)
    throw new Problem('conflict', { detail: 'no more permissions for this purpose; one has to end first' });
  const { row, used, uses } = oldest;
  const aside = setAside(row);
  const lost = { race };
  return [
    consentRow.remove(row, { if: equals({ version: row.version }), else: lost }),
    consentRow.put(aside, row, { if: absent, else: lost }),
    usesRow.remove([row], { if: equals({ used }), else: lost }),
    usesRow.put([aside], uses, { if: absent, else: lost }),
  ];
}

/**
 * The writes that create a consent, and the count of its reads.
 * @param sealer of the individual's use `case`.
 */
export function newConsent(tenant: string, consent: Consent, sealer: Sealer): Write[] {
  const { id, individual, organisation, state, version, grantedAt } = consent;
  const purpose16 = shortCodeOf(individual, consent.purpose);
  const key = consentRow.key(tenant, individual, purpose16, id);
  const made = consentRow.put(
    key,
    {
      id,
      individual,
      organisation,
      state,
      version,
      ...(allowedReads(consent.reads) !== undefined && { counted: true }),
      sealedVersion: version,
      sealed: consentContent.seal(sealer, consent, consent),
      ...placeIn(consentList(tenant), key, grantedAt, id),
    },
    { if: absent },
  );
  return [
    made,
    usesRow.put([key], { used: 0 }, { if: absent }),
    consentPlaceRow.put([tenant, individual, id], { purpose16, organisation }, { if: absent }),
  ];
}
