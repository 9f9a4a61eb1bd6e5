import { describe, expect, it } from 'vitest';
import { audienceOf, audienceOfReceipt } from '../../../../lambdas/domain/consents/audience.ts';
import type { RequestRow } from '../../../../lambdas/model/request-rows.ts';
import { stateFor, versionFor } from '../../../../lambdas/operations/requests/request-view.ts';
import { event } from '../../../support/samples.ts';

const now = '2026-11-24T10:00:00.000Z';
const request = (over: Partial<RequestRow>): RequestRow => ({
  id: 'crq_1',
  individual: 'ind_1',
  organisation: 'labor-sued',
  requester: 'r',
  state: 'pending',
  createdAt: '2026-11-20T10:00:00.000Z',
  sentAt: '2026-11-20T10:00:01.000Z',
  lapsesAt: '2026-12-04T10:00:00.000Z',
  version: 1,
  sealed: new Uint8Array(),
  ...over,
});

const open = { state: 'open', epoch: 1 } as const;

describe('what one organisation requested', () => {
  it('does not exist for requesters of another, for roles that are not named, and for nobody’s organisation', () => {
    expect(audienceOf({ roles: ['requester'], organisation: 'institut-ost' }, 'labor-sued')).toBeUndefined();
    expect(audienceOf({ roles: ['auditor'] }, 'labor-sued', 'admin')).toBeUndefined();
    expect(audienceOf({ roles: ['provider'] }, 'labor-sued', 'admin', 'auditor')).toBeUndefined();
  });

  it('is told in full to the roles that are named', () => {
    expect(audienceOf({ roles: ['auditor'] }, 'labor-sued', 'admin', 'auditor')).toBe('full');
    expect(audienceOf({ roles: ['operator'] }, 'labor-sued', 'admin', 'operator')).toBe('full');
  });

  it('is told to its own members as to recipients, whatever else they are', () => {
    const member = { roles: ['admin', 'requester'], organisation: 'labor-sued' } as const;
    expect(audienceOf(member, 'labor-sued', 'admin')).toBe('recipient');
    expect(audienceOf(member, 'institut-ost', 'admin')).toBe('full');
  });
});

describe('a requester cannot tell', () => {
  const lapsed = request({ lapsesAt: now });
  it.each([
    ['a refusal', request({ state: 'refused', version: 2 })],
    ['a mark that became a refusal', request({ lapsesAt: now, provisional: 'declined' })],
  ])('%s from a lapse', (_, row) => {
    expect(stateFor(open, row, 'recipient', now)).toBe('not-permitted');
    expect(stateFor(open, row, 'recipient', now)).toBe(stateFor(open, lapsed, 'recipient', now));
    expect(versionFor(row, 'recipient')).toBe(versionFor(lapsed, 'recipient'));
  });

  it('a request that is marked from one that is not', () => {
    const row = request({ provisional: 'not-for-me' });
    expect([stateFor(open, row, 'recipient', now), versionFor(row, 'recipient')]).toEqual(['pending', 1]);
  });
});

it('an admin is told of a refusal as a refusal', () => {
  const row = request({ state: 'refused', version: 2 });
  expect([stateFor(open, row, 'full', now), versionFor(row, 'full')]).toEqual(['refused', 2]);
});

describe('the receipt that a recipient gets', () => {
  it('keeps who ended it unless the individual wants it told', () => {
    for (const type of ['withdrawn', 'revoked'] as const) {
      expect(audienceOfReceipt('recipient', event({ type, told: false }))).toBe('recipient');
      expect(audienceOfReceipt('recipient', event({ type, told: true }))).toBe('full');
      expect(audienceOfReceipt('full', event({ type, told: false }))).toBe('full');
    }
  });

  it('of a grant is the one that everybody gets', () => {
    expect(audienceOfReceipt('recipient', event({ type: 'granted' }))).toBe('full');
  });
});
