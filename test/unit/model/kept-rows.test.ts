import { expect, it } from 'vitest';
import {
  attestationOfSet,
  keptIn,
  keptOfErasure,
  keptOfShard,
  keptRow,
  keptSetId,
  keptSetRow,
  setOfKept,
} from '../../../lambdas/model/kept-rows.ts';

const tenant = `tnt_${'0'.repeat(32)}`;
const attestation = `att_${'9a'.repeat(16)}`;
const set = keptSetId(attestation, '1b'.repeat(16));
const other = keptSetId(attestation, '2c'.repeat(16));

it('all sets of an erasure are found by its attestation, and a set from each of its lines', () => {
  const rows = [keptSetRow.key(tenant, set), keptRow.key(tenant, set, '3d'.repeat(16))];
  for (const range of [keptIn(tenant, set), keptOfErasure(tenant, attestation), keptOfShard(tenant, '9')])
    for (const { pk, sk } of rows) {
      expect(pk).toBe(range.pk);
      expect(sk.startsWith(range.prefix ?? 'none')).toBe(true);
    }
  expect(rows.map(setOfKept)).toEqual([set, set]);
  expect(attestationOfSet(set)).toBe(attestation);
  expect(keptSetRow.key(tenant, other).sk.startsWith(keptIn(tenant, set).prefix ?? '')).toBe(false);
});
