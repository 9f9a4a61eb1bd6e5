import { describe, expect, it } from 'vitest';
import { saysOf } from '../../../cli/saying.ts';
import type { Consent } from '../../../lambdas/domain/consents/consent.ts';
import { consentRecord } from '../../../lambdas/domain/evidence/receipt.ts';
import { consent, event, receiptTerms } from '../../support/samples.ts';

const claims = {
  v: 1,
  kind: 'consent-receipt',
  id: 'cns_1',
  at: '2026-11-20T10:00:00.000Z',
  leaf: null,
  sha256: 'ab'.repeat(32),
} as const;
const said = (of: Partial<Consent>, told = event()) =>
  saysOf(claims, consentRecord(consent(of), told, receiptTerms(), 'full'));

describe('the line of a consent’s receipt', () => {
  it('names of a grant who receives, how often, from which days and until when', () => {
    const line = said({
      recipients: ['labor-sued', 'klinik-west'],
      reads: { times: 3 },
      period: { from: '2026-01-01' },
    });
    expect(line).toBe(
      'consent receipt cns_1 of 2026-11-20T10:00:00.000Z: granted for labor-sued; ' +
        'contact (name, street, city); health.lab (test, value, unit, note); ' +
        'received by labor-sued, klinik-west; reads: 3 times; data from 2026-01-01; ' +
        'until 2026-12-24T10:00:00.000Z, unless it ended before',
    );
  });

  it('never calls a consent active: whether it still stands is no part of a receipt', () => {
    expect(said({})).not.toMatch(/active/);
    const line = said({}, event({ version: 2, type: 'withdrawn' }));
    expect(line).toMatch(/: withdrawn for labor-sued; /);
    expect(line).not.toMatch(/until|reads/);
  });
});
