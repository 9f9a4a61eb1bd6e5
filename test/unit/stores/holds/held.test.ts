import { describe, expect, it } from 'vitest';
import { entryRow } from '../../../../lambdas/model/audit-rows.ts';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { auditSecretRow, dataKeyRow, shardSecretRow } from '../../../../lambdas/model/key-rows.ts';
import { mailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, referenceRow } from '../../../../lambdas/model/people-rows.ts';
import { recordRow } from '../../../../lambdas/model/record-rows.ts';
import { exportPartRow, exportRow } from '../../../../lambdas/model/statement-rows.ts';
import type { Table } from '../../../../lambdas/model/tables.ts';
import { fenceRow, tenantRow, vaultSentinel } from '../../../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../../../lambdas/platform/dynamodb/key.ts';
import { heldOf } from '../../../../lambdas/stores/holds/held.ts';

const tenant = `tnt_${'0a'.repeat(16)}`;
const person = `ind_${'b1'.repeat(16)}`;
/** Of the same shard. */
const other = `ind_${'b2'.repeat(16)}`;
const [reference, address] = [`7${'a'.repeat(63)}`, `c${'b'.repeat(63)}`];
const exported = `exp_${'18'.repeat(16)}`;
const held = heldOf(tenant, [{ id: person, until: '2027-01-01T00:00:00.000Z', referenceHash: reference }]);

const of = (individual: string, hash: string): [Table, Key][] => [
  ['vault', individualRow.key(tenant, individual)],
  [
    'vault',
    recordRow.key(tenant, individual, 'e4'.repeat(8), `rec_${individual.slice(4)}${'c2'.repeat(16)}`),
  ],
  ['vault', mailRow.key(tenant, individual, `mal_${'f5'.repeat(16)}`)],
  ['vault', referenceRow.key(tenant, hash)],
  ['vault', addressRow.key(tenant, address, individual)],
  ['keys', dataKeyRow.key(tenant, individual, 'record')],
  ['keys', auditSecretRow.key(tenant, individual)],
];

describe('what stays while one individual is held', () => {
  it.each([
    ...of(person, reference),
    ['keys', shardSecretRow.key(tenant, 'b')] as [Table, Key],
    ['vault', fenceRow.key(tenant, 'b')] as [Table, Key],
    ['keys', shardSecretRow.key(tenant, 't')] as [Table, Key],
    ['vault', tenantRow.key(tenant)] as [Table, Key],
    ['vault', holdRow.key(tenant, person)] as [Table, Key],
    ['evidence', entryRow.key(tenant, `ent_${'06'.repeat(16)}`)] as [Table, Key],
  ])('is theirs, their shard’s, or the tenant’s: %s %j', (table, key) => {
    expect(held.keeps(table, key)).toBe(true);
  });

  it.each([
    ...of(other, `7${'d'.repeat(63)}`),
    ['keys', shardSecretRow.key(tenant, 'a')] as [Table, Key],
    ['vault', fenceRow.key(tenant, 'a')] as [Table, Key],
    ['vault', exportRow.key(tenant, exported)] as [Table, Key],
    ['vault', exportPartRow.key(tenant, exported, 1)] as [Table, Key],
    ['vault', vaultSentinel.key(tenant, 't')] as [Table, Key],
    ['vault', { pk: tenantRow.key(tenant).pk.replace(/t$/, 'b'), sk: 'WHAT#IS#THIS' }] as [Table, Key],
  ])('is nobody else’s: %s %j', (table, key) => {
    expect(held.keeps(table, key)).toBe(false);
  });

  it('is nothing when nobody is held', () => {
    const nobody = heldOf(tenant, []);
    for (const [table, key] of of(person, reference)) expect(nobody.keeps(table, key)).toBe(false);
    expect(nobody.keeps('vault', tenantRow.key(tenant))).toBe(false);
  });
});
