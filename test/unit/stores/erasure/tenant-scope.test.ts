import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shardOf } from '../../../../lambdas/domain/identifiers.ts';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { entryList, entryRow, evidenceSentinel, leafRow } from '../../../../lambdas/model/audit-rows.ts';
import {
  categoryList,
  categoryRow,
  categoryVersionRow,
  noticeList,
  noticeRow,
  noticeVersionRow,
  organisationList,
  organisationRow,
  organisationVersionRow,
} from '../../../../lambdas/model/catalogue-rows.ts';
import { consentList, consentPlaceRow, consentRow, usesRow } from '../../../../lambdas/model/consent-rows.ts';
import { disclosureRow, refusedReadsRow } from '../../../../lambdas/model/disclosure-rows.ts';
import {
  deletionList,
  deletionRow,
  erasureRow,
  individualKeysSentinel,
  individualVaultSentinel,
  leaseRow,
} from '../../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../../lambdas/model/hold-rows.ts';
import { keptKeyRow, keptRow, keptSetRow } from '../../../../lambdas/model/kept-rows.ts';
import {
  auditSecretRow,
  dataKeyRow,
  envelopeRow,
  shardSecretRow,
  tenantKeyRow,
} from '../../../../lambdas/model/key-rows.ts';
import { formerRow, memberList, memberRow } from '../../../../lambdas/model/member-rows.ts';
import { mailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from '../../../../lambdas/model/people-rows.ts';
import { recordPlaceRow, recordRow } from '../../../../lambdas/model/record-rows.ts';
import { familiesOf, kindNameOf, kindNamesOf } from '../../../../lambdas/model/registry.ts';
import { askingRow, requestList, requestRow, shownRow } from '../../../../lambdas/model/request-rows.ts';
import { idempotencyRow, linkRow, sessionRow } from '../../../../lambdas/model/session-rows.ts';
import {
  exportingRow,
  exportPartRow,
  exportRow,
  receiptRow,
} from '../../../../lambdas/model/statement-rows.ts';
import { familyOf, type Table, tables } from '../../../../lambdas/model/tables.ts';
import { fenceRow, keysSentinel, tenantRow, vaultSentinel } from '../../../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../../../lambdas/platform/dynamodb/key.ts';
import type { ErasureRange } from '../../../../lambdas/stores/erasure/scope.ts';
import {
  individualsOf,
  leavesOf,
  rangeNames,
  reasonToStay,
  sweptRangesOf,
} from '../../../../lambdas/stores/erasure/tenant-ranges.ts';
import { keptBySweep, tenantScope } from '../../../../lambdas/stores/erasure/tenant-scope.ts';
import { heldOf } from '../../../../lambdas/stores/holds/held.ts';
import { workflowEntryId } from '../../../../lambdas/stores/retention/workflow-entries.ts';

const tenant = `tnt_${'0a'.repeat(16)}`;
const bits = 'b1'.repeat(16);
const individual = `ind_${bits}`;
const below = (prefix: string) => `${prefix}_${bits}${'c2'.repeat(16)}`;
const hash = 'd3'.repeat(32);
const code16 = 'e4'.repeat(8);
const mail = `mal_${'f5'.repeat(16)}`;
const entry = `ent_${'06'.repeat(16)}`;

const exported = `exp_${'18'.repeat(16)}`;
/** One key of every kind. */
const vault: readonly Key[] = [
  tenantRow.key(tenant),
  leaseRow.key(tenant),
  erasureRow.key(tenant, individual),
  deletionRow.key(tenant, `del_${'19'.repeat(16)}`),
  individualVaultSentinel.key(tenant, individual),
  holdRow.key(tenant, 'tenant'),
  memberRow.key(tenant, hash),
  refusedReadsRow.key(tenant, hash, '2026-11-24T10'),
  formerRow.key(tenant, hash, '2026-11-29T10:00:00.000Z'),
  organisationRow.key(tenant, 'labor-sued'),
  organisationVersionRow.key(tenant, 'labor-sued', 1),
  categoryRow.key(tenant, 'health.lab'),
  categoryVersionRow.key(tenant, 'health.lab', 1),
  noticeRow.key(tenant, `ntc_${'17'.repeat(16)}`),
  noticeVersionRow.key(tenant, `ntc_${'17'.repeat(16)}`, 1),
  idempotencyRow.key({ tenant, range: 'tenant' }, hash),
  idempotencyRow.key({ tenant, range: 'shard' }, hash),
  idempotencyRow.key({ tenant, individual }, hash),
  mailRow.key(tenant, undefined, mail),
  mailRow.key(tenant, individual, mail),
  fenceRow.key(tenant, '3'),
  referenceRow.key(tenant, hash),
  addressRow.key(tenant, hash, individual),
  individualRow.key(tenant, individual),
  recordRow.key(tenant, individual, code16, below('rec')),
  recordPlaceRow.key(tenant, individual, below('rec')),
  requestRow.key(tenant, individual, below('crq')),
  shownRow.key(tenant, individual, below('crq')),
  consentRow.key(tenant, individual, code16, below('cns')),
  consentPlaceRow.key(tenant, individual, below('cns')),
  usesRow.key(consentRow.key(tenant, individual, code16, below('cns'))),
  disclosureRow.key(tenant, individual, below('dsc')),
  linkRow.key(tenant, individual, hash),
  sessionRow.key(tenant, individual, hash),
  limitsRow.key(tenant, individual),
  askingRow.key(tenant, individual, 'labor-sued', code16),
  receiptRow.key(tenant, individual, below('cns'), 2),
  keptSetRow.key(tenant, below('kpt')),
  keptRow.key(tenant, below('kpt'), hash.slice(32)),
  exportRow.key(tenant, exported),
  exportPartRow.key(tenant, exported, 1),
  exportingRow.key(tenant),
  vaultSentinel.key(tenant, '5'),
];
const keys: readonly Key[] = [
  shardSecretRow.key(tenant, 't'),
  tenantKeyRow.key(tenant, 'index'),
  auditSecretRow.key(tenant),
  auditSecretRow.key(tenant, individual),
  dataKeyRow.key(tenant, individual, 'record'),
  keptKeyRow.key(tenant, below('kpt')),
  envelopeRow.key(tenant),
  keysSentinel.key(tenant, 't'),
  individualKeysSentinel.key(tenant, individual),
];
const evidence: readonly Key[] = [entryRow.key(tenant, entry), evidenceSentinel.key(tenant, '0')];
const removed: Readonly<Record<Table, readonly Key[]>> = { vault, keys, evidence };

/** Kinds that no sweep of a tenant removes, and why. */
const stays: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  vault: {
    operator: 'belongs to no tenant',
    replay: 'belongs to no tenant',
    proof: 'belongs to no tenant',
  },
  keys: {},
  evidence: {
    leaf: 'proofs given before stay valid; points to no one',
    schedule: 'goes with attestation (2)',
    'attestation-of': 'evidence of the erasure',
    erased: 'goes with attestation (2); the attestation itself stays',
    attestation: 'evidence of the erasure',
    ledger: 'a restored backup is erased again',
  },
};

const covers = ({ pk, prefix = '' }: ErasureRange, key: Key) => pk === key.pk && key.sk.startsWith(prefix);

describe.each(tables)('the ranges of a purge in %s', (table) => {
  it('hold every kind of row that the registry knows, but for those that stay for a reason', () => {
    const kinds = new Set(removed[table].map((key) => kindNameOf(table, key)));
    expect(new Set([...kinds, ...Object.keys(stays[table])])).toEqual(new Set(kindNamesOf(table)));
    for (const key of removed[table])
      expect(
        sweptRangesOf(table, tenant).filter((range) => covers(range, key)),
        `${key.pk} ${key.sk}`,
      ).toHaveLength(1);
  });

  it('lie in every family of partitions that the registry knows, but for those that stay for a reason', () => {
    const swept = new Set(sweptRangesOf(table, tenant).map(({ pk }) => familyOf(pk)));
    for (const family of familiesOf(table)) {
      expect(swept.has(family), family).toBe(reasonToStay(family) === undefined);
      expect(reasonToStay(family), family).not.toBe('');
    }
  });

  it('are the same for the same tenant, and none of another', () => {
    const other = `tnt_${'0b'.repeat(16)}`;
    const pks = (of: string) => sweptRangesOf(table, of).map(({ pk }) => pk);
    expect(pks(tenant)).toEqual(pks(tenant));
    expect(pks(tenant).filter((pk) => pks(other).includes(pk))).toEqual([]);
    expect(new Set(sweptRangesOf(table, tenant).map(({ name }) => name)).size).toBe(pks(tenant).length);
  });
});

describe('the scope of a tenant', () => {
  it('destroys, where somebody is held, the keys of all kept sets of that shard: its secret stays', () => {
    const one = heldOf(tenant, [
      { id: individual, until: '2027-01-01T00:00:00.000Z', referenceHash: undefined },
    ]);
    const { looseKeys = [] } = tenantScope({ id: tenant, epoch: 2 } as Tenant, one);
    const kept = keptKeyRow.key(tenant, below('kpt'));
    expect(looseKeys.filter((range) => covers(range, kept))).toHaveLength(1);
    expect(looseKeys.every(({ shard }) => shard === shardOf(individual))).toBe(true);
  });

  it('is seventeen ranges of Vault and of Keys, and sixteen of its log', () => {
    const { swept } = tenantScope({ id: tenant, epoch: 2 } as Tenant);
    expect(rangeNames).toHaveLength(17);
    expect(swept.vault).toHaveLength(17);
    expect(swept.keys).toHaveLength(17);
    expect(swept.evidence).toHaveLength(16);
  });

  it('finds every individual in one range of their shard, and every leaf hash in one of the log', () => {
    const named = auditSecretRow.key(tenant, individual);
    expect(individualsOf(tenant).filter((range) => covers(range, named))).toHaveLength(1);
    const { gates } = tenantScope({ id: tenant, epoch: 2 } as Tenant);
    expect(gates.of(named)).toEqual(individualRow.key(tenant, individual));
    expect(gates.of(dataKeyRow.key(tenant, individual, 'record'))).toBeUndefined();
    const leaf = leafRow.key(tenant, entry);
    expect(leavesOf(tenant).filter((range) => covers(range, leaf))).toHaveLength(1);
    expect(sweptRangesOf('evidence', tenant).filter((range) => covers(range, leaf))).toEqual([]);
  });

  it('spares tenant, lease, envelope and its own entries until the second attestation, and nothing else', () => {
    const kept = keptBySweep(tenant, 2);
    const spared = (['vault', 'keys', 'evidence'] as const).flatMap((table) =>
      removed[table].filter((key) => kept(table, key)).map((key) => kindNameOf(table, key)),
    );
    expect(spared).toEqual(['tenant', 'lease', 'envelope']);
    const own = (epoch: number) => entryRow.key(tenant, workflowEntryId(tenant, epoch, 'purge.committed'));
    expect(kept('evidence', own(2))).toBe(true);
    expect(kept('evidence', own(1))).toBe(false);
    expect(kept('keys', tenantRow.key(tenant))).toBe(false);
    const announced = workflowEntryId(tenant, 2, 'retention.scheduled');
    expect(kept('evidence', entryRow.key(tenant, announced))).toBe(false);
  });

  it('leaves, when it is finished, no statement of the tenant but the pointers to its attestations', () => {
    const { last } = tenantScope({ id: tenant, epoch: 2 } as Tenant);
    const pk = `S#${tenant}`;
    const kept = ['SCHEDULE#2', 'ATTESTATION#2#1', 'ATTESTATION#2#2'].filter((sk) =>
      last.keeps('evidence', { pk, sk }),
    );
    expect(kept).toEqual(['ATTESTATION#2#1', 'ATTESTATION#2#2']);
    expect(last.ranges.filter((range) => covers(range, { pk, sk: 'SCHEDULE#2' }))).toHaveLength(1);
    expect(last.ranges.filter((range) => covers(range, envelopeRow.key(tenant)))).toHaveLength(1);
  });

  it('lists rows in partitions of the index that are named like its ranges, and so are found by their names', () => {
    const made = [
      categoryList,
      consentList,
      deletionList,
      entryList,
      memberList,
      noticeList,
      organisationList,
      requestList,
    ];
    const { swept } = tenantScope({ id: tenant, epoch: 2 } as Tenant);
    const ranges = new Set([...swept.vault, ...swept.evidence].map(({ table, pk }) => `${table} ${pk}`));
    for (const list of made) {
      const { table, partitions } = list(tenant);
      expect(partitions.map((pk) => `${table} ${pk}`).filter((place) => !ranges.has(place))).toEqual([]);
    }
    // Beside those only due mail, which the verification reads by the tenant, and tenants and leases, whose rows stay
    // until the last step.
    const model = join(import.meta.dirname, '../../../../lambdas/model');
    const lists = readdirSync(model).flatMap((file) =>
      [...readFileSync(join(model, file), 'utf8').matchAll(/^export const (\w+List)\b/gm)].map(
        ([, name = '']) => name,
      ),
    );
    expect(lists).toHaveLength(made.length + ['dueMailList', 'tenantList'].length);
  });
});
