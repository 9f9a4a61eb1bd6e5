import { describe, expect, it } from 'vitest';
import {
  attestationRecord,
  finalAttestationRecord,
  irrecoverableAfter,
  type PurgedTenant,
} from '../../../../lambdas/domain/erasure/attestation.ts';
import { scheduleRecord } from '../../../../lambdas/domain/retention/retention-record.ts';
import { adminsReinstateUntil, undoingEnd } from '../../../../lambdas/domain/tenants/termination.ts';

const tenant = `tnt_${'0a'.repeat(16)}`;
const purged: PurgedTenant = {
  tenant,
  epoch: 2,
  endedAt: '2026-06-01T10:00:00.000Z',
  purgeAt: '2026-07-01T22:00:00.000Z',
  schedule: { id: `${tenant}#2`, sha256: 'ab'.repeat(32) },
  committedAt: '2026-07-01T22:05:00.000Z',
  shreddedAt: '2026-07-01T22:06:00.000Z',
  verifiedAt: '2026-07-01T22:10:00.000Z',
  existed: { vault: { record: 5, individual: 2 }, keys: { shard: 17 }, evidence: { entry: 9, leaf: 9 } },
  countedAt: '2026-07-01T22:04:00.000Z',
  deleted: { vault: { record: 5, individual: 2 }, keys: { shard: 17 }, evidence: { entry: 9 } },
  held: [],
  rangeSecrets: 17,
  keyGoneAt: '2026-07-08T22:06:00.000Z',
  envelopeUntil: '2026-07-15T22:04:30.000Z',
};

describe('the first attestation', () => {
  it('says irrecoverable only when key, backups of keys and backups of data are all beyond reach', () => {
    expect(irrecoverableAfter(purged)).toBe('2026-08-05T22:10:00.000Z');
    // Keys that AWS keeps for longer count, and so does a key that never was.
    expect(irrecoverableAfter({ ...purged, keyGoneAt: '2026-09-01T00:00:00.000Z' })).toBe(
      '2026-09-01T00:00:00.000Z',
    );
    expect(irrecoverableAfter({ ...purged, keyGoneAt: undefined })).toBe('2026-08-05T22:10:00.000Z');
    expect(irrecoverableAfter({ ...purged, shreddedAt: '2026-08-10T00:00:00.000Z' })).toBe(
      '2026-08-17T00:00:00.000Z',
    );
  });

  it('says how many are held, until when, and what stays for them; a supplement says to what', () => {
    const held = ['2027-01-01T00:00:00.000Z', '2027-03-01T00:00:00.000Z'];
    const first = { id: `att_${'1'.repeat(32)}`, sha256: 'cd'.repeat(32) };
    const record = attestationRecord({ ...purged, held, keyGoneAt: undefined });
    expect(record).toMatchObject({
      held_individuals: 2,
      shredded: { kms_key: 'kept-for-held-individuals', kms_key_destroyed_after: null },
      remains: expect.arrayContaining([
        { what: 'held-individuals', why: 'legal holds', until: held[1] },
        { what: 'tenant-range-and-log', why: 'held individuals', until: held[1] },
      ]),
    });
    expect(record).not.toHaveProperty('supplement');
    expect(attestationRecord({ ...purged, supplement: { number: 1, first } })).toMatchObject({
      part: 1,
      supplement: 1,
      first,
      held_individuals: 0,
    });
  });

  it('says what was counted when it was deleted, and computes nothing', () => {
    const deleted = { vault: { record: 6 }, keys: { shard: 16 } };
    expect(attestationRecord({ ...purged, deleted }).deleted).toEqual(deleted);
  });

  it('says what remains, why, and until when', () => {
    const remains = attestationRecord(purged).remains as {
      what: string;
      why: string;
      until: string | null;
    }[];
    expect(remains.map(({ what }) => what)).toEqual([
      'audit-leaf-hashes',
      'erasure-ledger-entry',
      'attestations',
      'tenant-and-lease-rows',
      'retention-schedule',
      'purge-entries',
      'admin-addresses',
      'logs',
      'executions',
      'dead-letters',
      'backups',
    ]);
    expect(remains.every(({ why }) => why !== '')).toBe(true);
    expect(remains.at(-1)?.until).toBe(irrecoverableAfter(purged));
    const { remains: without } = attestationRecord({ ...purged, envelopeUntil: undefined });
    expect((without as { what: string }[]).map(({ what }) => what)).not.toContain('admin-addresses');
  });

  it.each([
    [undefined, 'never-made', null],
    ['gone', 'destroyed', null],
    ['2026-07-08T22:06:00.000Z', 'deletion-ordered', '2026-07-08T22:06:00.000Z'],
  ] as const)('says of a key that is %j: %s', (keyGoneAt, word, after) => {
    expect(attestationRecord({ ...purged, keyGoneAt }).shredded).toMatchObject({
      kms_key: word,
      kms_key_destroyed_after: after,
    });
  });
});

describe('the second attestation', () => {
  it('stands on the first, and no longer names what went with it', () => {
    const record = finalAttestationRecord({
      tenant,
      epoch: 2,
      first: { id: `att_${'0b'.repeat(16)}`, sha256: 'cd'.repeat(32) },
      supplements: [],
      hadKey: true,
      checkedAt: '2026-07-09T00:00:00.000Z',
    });
    expect(record).toMatchObject({ part: 2, kms_key: 'destroyed', first: { sha256: 'cd'.repeat(32) } });
    expect((record.remains as { what: string }[]).map(({ what }) => what)).toEqual([
      'audit-leaf-hashes',
      'erasure-ledger-entry',
      'attestations',
      'logs',
      'executions',
      'dead-letters',
    ]);
  });
});

describe('the retention schedule', () => {
  const contract = {
    tenant,
    epoch: 2,
    endedAt: '2026-06-01T10:00:00.000Z',
    purgeAt: '2026-07-01T22:00:00.000Z',
    window: 'P30D',
    timeZone: 'Europe/Berlin',
  };

  it('says what is deleted when, what stays, and how to stop it', () => {
    const record = scheduleRecord({
      tenant,
      epoch: 2,
      endedAt: '2026-06-01T10:00:00.000Z',
      purgeAt: '2026-07-01T22:00:00.000Z',
      window: 'P30D',
      timeZone: 'Europe/Berlin',
      adminsUntil: '2026-07-01T22:00:00.000Z',
    });
    expect(record).toMatchObject({
      contract_ended: '2026-06-01T10:00:00.000Z',
      purge: { from: '2026-07-01T22:00:00.000Z', deletes: expect.arrayContaining(['records', 'keys']) },
      notices: [{ days_before: 14 }, { days_before: 3 }, { days_before: 1 }],
      stop: [
        { how: 'reinstate', who: ['operator', 'admin'] },
        { how: 'legal-hold', who: ['operator', 'admin'] },
      ],
    });
  });

  it('names everybody who can stop the purge, and until when', () => {
    const stop = (adminsUntil: string | undefined) => scheduleRecord({ ...contract, adminsUntil }).stop;
    const operator = { how: 'reinstate', who: ['operator'], before: contract.purgeAt };
    const hold = { how: 'legal-hold', who: ['operator', 'admin'], before: contract.purgeAt };
    expect(stop(undefined)).toEqual([operator, hold]);
    expect(stop('2026-06-20T00:00:00.000Z')).toEqual([
      operator,
      { how: 'reinstate', who: ['admin'], before: '2026-06-20T00:00:00.000Z' },
      hold,
    ]);
  });

  it.each([
    ['an end that admins set', { endsAt: '2026-06-01T10:00:00.000Z' }, contract.purgeAt],
    [
      'an end that the operator set',
      { endsAt: '2026-06-01T10:00:00.000Z', agreedEndsAt: '2026-06-01T10:00:00.000Z' },
      undefined,
    ],
    [
      'an end before the agreed one',
      { endsAt: '2026-06-01T10:00:00.000Z', agreedEndsAt: '2026-06-20T00:00:00.000Z' },
      '2026-06-20T00:00:00.000Z',
    ],
    [
      'an end long before the agreed one',
      { endsAt: '2026-06-01T10:00:00.000Z', agreedEndsAt: '2027-01-01T00:00:00.000Z' },
      contract.purgeAt,
    ],
  ])('lets admins undo %s for as long as they can', (_, ended, until) => {
    const tenancy = { state: 'retrieval', epoch: 2, ...ended } as const;
    expect(adminsReinstateUntil(tenancy, contract.purgeAt)).toBe(until);
    const undo = (at: string) => () => undoingEnd(tenancy, ['admin'], at);
    const just = new Date(Date.parse(until ?? contract.purgeAt) - 1).toISOString();
    if (until === undefined) expect(undo(just)).toThrow();
    else expect(undo(just)()).toMatchObject({ step: 'reinstate' });
    if (until !== contract.purgeAt) expect(undo(contract.purgeAt)).toThrow();
  });
});
