import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../../lambdas/domain/consents/consent.ts';
import { idBelow } from '../../../../lambdas/domain/identifiers.ts';
import { type ConsentRow, consentRow, readsBy, usesRow } from '../../../../lambdas/model/consent-rows.ts';
import type { Stored } from '../../../../lambdas/model/row.ts';
import type { Row } from '../../../../lambdas/platform/dynamodb/key.ts';
import type { OpenConsent } from '../../../../lambdas/stores/consents/consents.ts';
import { roomFor } from '../../../../lambdas/stores/consents/new-consent.ts';
import { recipientsIn } from '../../../../lambdas/stores/deletions/recipients.ts';

const tenant = `tnt_${'0a'.repeat(16)}`;
const individual = `ind_${'b1'.repeat(16)}`;
const consent = (n: number) => idBelow('cns', individual, n.toString(16).padStart(32, '0'));
const keyOf = (n: number) => consentRow.key(tenant, individual, 'e4'.repeat(8), consent(n));

/** The counter of the n-th consent, read by these on the n-th minute. */
function uses(n: number, ...readers: readonly string[]): Row {
  const lastReadAt = `2026-11-29T00:${String(n).padStart(2, '0')}:00.000Z`;
  const counted = Object.fromEntries(readers.map((one) => [readsBy(one), 1]));
  return {
    ...usesRow.key(keyOf(n)),
    used: readers.length,
    ...(readers.length > 0 && { lastReadAt }),
    ...counted,
  };
}

describe('those who are asked to delete', () => {
  it('are all who have read, each once, with the consents under which they did, newest first', () => {
    const rows = [uses(1, 'labor-sued'), uses(2), uses(3, 'labor-sued', 'institut-ost'), { ...keyOf(1) }];
    const found = recipientsIn(individual, rows).map(({ organisation, consents }) => [
      organisation,
      consents,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'labor-sued': [consent(3), consent(1)],
      'institut-ost': [consent(3)],
    });
    expect(recipientsIn(individual, [uses(2), { ...keyOf(2) }])).toEqual([]);
  });

  it('are bounded, and so are the consents that each is told', () => {
    const many = Array.from({ length: 30 }, (_, n) => uses(n, 'labor-sued'));
    expect(recipientsIn(individual, many)[0]?.consents).toHaveLength(10);
    const all = uses(1, ...Array.from({ length: 250 }, (_, n) => `labor-${n}`));
    expect(recipientsIn(individual, [all])).toHaveLength(200);
  });

  it('are still known when a consent that has ended is set aside', () => {
    const there = Array.from({ length: 100 }, (_, n): OpenConsent => {
      const row = { ...keyOf(n), id: consent(n), version: 1 } as unknown as Stored<ConsentRow>;
      const found = usesRow.from(uses(n, 'labor-sued'));
      const ended = { state: 'withdrawn', grantedAt: `2026-01-01T00:${n}` } as Consent;
      return { row, consent: ended, uses: found, used: found.used, lastReadAt: found.lastReadAt };
    });
    const moved = roomFor(there, '2026-11-29T00:00:00.000Z', 'race').flatMap((write) =>
      'put' in write && usesRow.is(write.put) ? [write.put] : [],
    );
    expect(moved).toHaveLength(1);
    expect(recipientsIn(individual, moved)).toMatchObject([{ organisation: 'labor-sued' }]);
  });
});
