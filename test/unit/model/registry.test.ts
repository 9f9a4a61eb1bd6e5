import { describe, expect, it } from 'vitest';
import { shards } from '../../../lambdas/domain/identifiers.ts';
import { entryRow, evidenceSentinel, leafRow } from '../../../lambdas/model/audit-rows.ts';
import {
  categoryRow,
  categoryVersionRow,
  noticeRow,
  noticeVersionRow,
  organisationRow,
  organisationVersionRow,
} from '../../../lambdas/model/catalogue-rows.ts';
import {
  consentPlaceRow,
  consentRow,
  gateRange,
  setAside,
  usesRow,
} from '../../../lambdas/model/consent-rows.ts';
import { disclosureRow, disclosuresOf, refusedReadsRow } from '../../../lambdas/model/disclosure-rows.ts';
import {
  deletionRow,
  erasureRow,
  individualKeysSentinel,
  individualVaultSentinel,
  leaseRow,
  ledgerRow,
  proofRow,
  replayRow,
} from '../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../lambdas/model/hold-rows.ts';
import { keptKeyRow, keptRow, keptSetRow } from '../../../lambdas/model/kept-rows.ts';
import {
  auditSecretRow,
  dataKeyRow,
  deliveryRow,
  envelopeRow,
  shardSecretRow,
  tenantKeyRow,
} from '../../../lambdas/model/key-rows.ts';
import { formerRow, memberRow, operatorRow } from '../../../lambdas/model/member-rows.ts';
import { duePlace, mailRow } from '../../../lambdas/model/outbox-rows.ts';
import { addressRow, individualRow, limitsRow, referenceRow } from '../../../lambdas/model/people-rows.ts';
import { recordPlaceRow, recordRow, recordsOf } from '../../../lambdas/model/record-rows.ts';
import { type Declared, declaredOf, kindNameOf, rowKinds } from '../../../lambdas/model/registry.ts';
import { askingRow, requestRow, requestsOf, shownRow } from '../../../lambdas/model/request-rows.ts';
import { placeInList } from '../../../lambdas/model/row.ts';
import {
  deploymentIdempotencyRow,
  idempotencyRow,
  linkRow,
  sessionRow,
} from '../../../lambdas/model/session-rows.ts';
import {
  attestationOfRow,
  attestationRow,
  erasedRow,
  exportingRow,
  exportPartRow,
  exportRow,
  receiptRow,
  scheduleRow,
} from '../../../lambdas/model/statement-rows.ts';
import { deploymentTree, familyOf, ownerOf, partition, type Table } from '../../../lambdas/model/tables.ts';
import { fenceRow, keysSentinel, tenantRow, vaultSentinel } from '../../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';

const bits = '4fa1'.repeat(8);
const tenant = `tnt_${'0'.repeat(32)}`;
const individual = `ind_${bits}`;
const own = 'ab'.repeat(16);
const below = (prefix: string) => `${prefix}_${bits}${own}`;
const hash = 'c5'.repeat(32);
const code16 = '0123456789abcdef';
const entry = `ent_${'7e'.repeat(16)}`;
const mail = `mal_${'9'.repeat(32)}`;
const notice = `ntc_${own}`;
const at = '2026-11-24T10:00:00.000Z';

const shard4 = `T#${tenant}#4`;
const shardC = `T#${tenant}#c`;
const ofTenant = `T#${tenant}#t`;
const consentKey = consentRow.key(tenant, individual, code16, below('cns'));

/** A key of every kind of row at every kind of place: the kind, the key it makes, and where that stands. */
const places: readonly (readonly [Declared, Key, string, string])[] = [
  [tenantRow, tenantRow.key(tenant), ofTenant, 'TENANT'],
  [leaseRow, leaseRow.key(tenant), ofTenant, 'LEASE'],
  [erasureRow, erasureRow.key(tenant, individual), shard4, `ERASURE#${bits}`],
  [deletionRow, deletionRow.key(tenant, `del_${own}`), ofTenant, `DELETION#del_${own}`],
  [individualVaultSentinel, individualVaultSentinel.key(tenant, individual), shard4, `I#${bits}#PLANTED`],
  [individualKeysSentinel, individualKeysSentinel.key(tenant, individual), shard4, `I#${bits}#PLANTED`],
  [holdRow, holdRow.key(tenant, 'tenant'), ofTenant, 'HOLD#tenant'],
  [holdRow, holdRow.key(tenant, individual), ofTenant, `HOLD#${bits}`],
  [exportRow, exportRow.key(tenant, `exp_${own}`), ofTenant, `EXPORT#exp_${own}`],
  [exportPartRow, exportPartRow.key(tenant, `exp_${own}`, 7), ofTenant, `EXPART#exp_${own}#000007`],
  [exportingRow, exportingRow.key(tenant), ofTenant, 'EXPORTING'],
  [memberRow, memberRow.key(tenant, hash), ofTenant, `MEMBER#${hash}`],
  [
    refusedReadsRow,
    refusedReadsRow.key(tenant, hash, '2026-11-24T10'),
    ofTenant,
    `REFUSED#${hash}#2026-11-24T10`,
  ],
  [formerRow, formerRow.key(tenant, hash, at), ofTenant, `FORMER#${hash}#${at}`],
  [organisationRow, organisationRow.key(tenant, 'labor-sued'), ofTenant, 'ORG#labor-sued'],
  [
    organisationVersionRow,
    organisationVersionRow.key(tenant, 'labor-sued', 3),
    ofTenant,
    'ORGV#labor-sued#000003',
  ],
  [categoryRow, categoryRow.key(tenant, 'health.lab'), ofTenant, 'CAT#health.lab'],
  [categoryVersionRow, categoryVersionRow.key(tenant, 'health.lab', 3), ofTenant, 'CATV#health.lab#000003'],
  [noticeRow, noticeRow.key(tenant, notice), ofTenant, `NOTICE#${notice}`],
  [noticeVersionRow, noticeVersionRow.key(tenant, notice, 12), ofTenant, `NOTICEV#${notice}#000012`],
  [idempotencyRow, idempotencyRow.key({ tenant, range: 'tenant' }, hash), ofTenant, `IDEM#${hash}`],
  [idempotencyRow, idempotencyRow.key({ tenant, range: 'shard' }, hash), shardC, `IDEM#${hash}`],
  [idempotencyRow, idempotencyRow.key({ tenant, individual }, hash), shard4, `I#${bits}#X#${hash}`],
  [mailRow, mailRow.key(tenant, undefined, mail), ofTenant, `MAIL#${mail}`],
  [mailRow, mailRow.key(tenant, individual, mail), shard4, `I#${bits}#M#${mail}`],
  [fenceRow, fenceRow.key(tenant, '4'), shard4, 'FENCE'],
  [referenceRow, referenceRow.key(tenant, hash), shardC, `REF#${hash}`],
  [addressRow, addressRow.key(tenant, hash, individual), shardC, `ADDR#${hash}#${bits}`],
  [individualRow, individualRow.key(tenant, individual), shard4, `I#${bits}`],
  [
    recordRow,
    recordRow.key(tenant, individual, code16, below('rec')),
    shard4,
    `I#${bits}#R#${code16}#${own}`,
  ],
  [recordPlaceRow, recordPlaceRow.key(tenant, individual, below('rec')), shard4, `I#${bits}#RP#${own}`],
  [requestRow, requestRow.key(tenant, individual, below('crq')), shard4, `I#${bits}#Q#${own}`],
  [shownRow, shownRow.key(tenant, individual, below('crq')), shard4, `I#${bits}#W#${own}`],
  [consentRow, consentKey, shard4, `I#${bits}#C#${code16}#${own}`],
  [consentPlaceRow, consentPlaceRow.key(tenant, individual, below('cns')), shard4, `I#${bits}#PC#${own}`],
  [usesRow, usesRow.key(consentKey), shard4, `I#${bits}#C#${code16}#${own}#USES`],
  [consentRow, setAside(consentKey), shard4, `I#${bits}#CE#${code16}#${own}`],
  [disclosureRow, disclosureRow.key(tenant, individual, below('dsc')), shard4, `I#${bits}#D#${own}`],
  [linkRow, linkRow.key(tenant, individual, hash), shard4, `I#${bits}#L#${hash}`],
  [sessionRow, sessionRow.key(tenant, individual, hash), shard4, `I#${bits}#S#${hash}`],
  [limitsRow, limitsRow.key(tenant, individual), shard4, `I#${bits}#LIMITS`],
  [
    askingRow,
    askingRow.key(tenant, individual, 'labor-sued', code16),
    shard4,
    `I#${bits}#N#labor-sued#${code16}`,
  ],
  [
    receiptRow,
    receiptRow.key(tenant, individual, below('cns'), 3),
    shard4,
    `I#${bits}#T#${below('cns')}#000003`,
  ],
  [keptSetRow, keptSetRow.key(tenant, below('kpt')), shard4, `KEPT#${bits}${own}`],
  [keptRow, keptRow.key(tenant, below('kpt'), own), shard4, `KEPT#${bits}${own}#${own}`],
  [vaultSentinel, vaultSentinel.key(tenant, 't'), ofTenant, 'PLANTED'],
  [operatorRow, operatorRow.key(hash), 'D#deployment', `MEMBER#${hash}`],
  [deploymentIdempotencyRow, deploymentIdempotencyRow.key(hash), 'D#deployment', `IDEM#${hash}`],
  [replayRow, replayRow.key(), 'D#deployment', 'REPLAY'],
  [proofRow, proofRow.key(), 'D#deployment', 'PROOF'],
  [shardSecretRow, shardSecretRow.key(tenant, '4'), shard4, 'SHARD'],
  [tenantKeyRow, tenantKeyRow.key(tenant, 'index'), ofTenant, 'K#index'],
  [auditSecretRow, auditSecretRow.key(tenant), ofTenant, 'AUDIT'],
  [auditSecretRow, auditSecretRow.key(tenant, individual), shard4, `I#${bits}#AUDIT`],
  [envelopeRow, envelopeRow.key(tenant), ofTenant, 'ENVELOPE'],
  [deliveryRow, deliveryRow.key(`att_${own}`), 'D#deployment', `DELIVERY#att_${own}`],
  [dataKeyRow, dataKeyRow.key(tenant, individual, 'record'), shard4, `I#${bits}#K#record`],
  [keptKeyRow, keptKeyRow.key(tenant, below('kpt')), shard4, `KEPT#${bits}${own}`],
  [keysSentinel, keysSentinel.key(tenant, '4'), shard4, 'PLANTED'],
  [entryRow, entryRow.key(tenant, entry), `A#${tenant}#7`, `E#${entry}`],
  [leafRow, leafRow.key(tenant, entry), `A#${tenant}#7`, `L#${entry}`],
  [evidenceSentinel, evidenceSentinel.key(tenant, '7'), `A#${tenant}#7`, 'E#PLANTED'],
  [scheduleRow, scheduleRow.key(tenant, 2), `S#${tenant}`, 'SCHEDULE#2'],
  [attestationOfRow, attestationOfRow.key(tenant, 2, 1), `S#${tenant}`, 'ATTESTATION#2#1'],
  [erasedRow, erasedRow.key(tenant, `att_${own}`), `S#${tenant}`, `ERASED#att_${own}`],
  [attestationRow, attestationRow.key(`att_${own}`), `ATT#att_${own}`, 'ATT'],
  [ledgerRow, ledgerRow.key(hash), 'LEDGER#c', hash],
];
const all = places.map(([kind, key, pk, sk]) => ({ kind, table: kind.table, name: kind.name, key, pk, sk }));

describe('a declared key', () => {
  it.each(all)('$table $name lies where it always does: $sk', ({ table, key, pk, sk, kind }) => {
    expect(key).toEqual({ pk, sk });
    expect(declaredOf(table, key)).toBe(kind);
    expect(kindNameOf(table, key)).toBe(kind.name);
  });

  it('is of one kind only', () => {
    for (const { table, key } of all) {
      const family = familyOf(key.pk);
      const found = rowKinds.filter(
        (kind) => kind.table === table && family && kind.families.includes(family) && kind.shape.test(key.sk),
      );
      expect(found, `${table} ${key.sk}`).toHaveLength(1);
    }
  });

  it('is tested here for every kind and every family there is', () => {
    const shown = new Set(all.map(({ kind, pk }) => `${rowKinds.indexOf(kind)} ${familyOf(pk)}`));
    for (const { kind } of all)
      if (kind.name !== 'planted' && kind.name !== 'shard')
        for (const family of kind.families) expect(shown).toContain(`${rowKinds.indexOf(kind)} ${family}`);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(rowKinds));
  });

  it.each<[string, Table, string]>([
    ['of no kind', 'vault', 'THING'],
    ['of none', 'vault', ''],
    ['of another table', 'keys', 'FENCE'],
    ['of another table', 'vault', 'SHARD'],
    ['of another family', 'vault', 'TENANT'],
    ['with something before it', 'vault', 'xFENCE'],
    ['with something after it', 'vault', 'FENCE#'],
    ['with a line break after it', 'vault', 'FENCE\n'],
    ['below an individual, of no kind', 'vault', `I#${bits}#Z#${own}`],
    ['of an individual in capitals', 'vault', `I#${bits.toUpperCase()}`],
    ['of an individual that was cut', 'vault', `I#${bits.slice(1)}`],
    ['of a data key for no use', 'keys', `I#${bits}#K#other`],
  ])('does not exist %s (%s)', (_, table, sk) => {
    expect(declaredOf(table, { pk: shard4, sk })).toBeUndefined();
  });

  it.each([
    ['of a version with too few digits', 'vault', { pk: ofTenant, sk: `NOTICEV#${notice}#12` }],
    ['of a third attestation', 'evidence', { pk: `S#${tenant}`, sk: 'ATTESTATION#1#3' }],
    ['in a partition of no family', 'vault', { pk: 'x', sk: 'TENANT' }],
  ] as const)('does not exist %s', (_, table, key) => {
    expect(declaredOf(table, key)).toBeUndefined();
  });
});

describe('a row that was read', () => {
  it('is taken for what its kind says, and for nothing else', () => {
    const row = { ...tenantRow.key(tenant), id: tenant };
    expect(tenantRow.from(row)).toBe(row);
    expect(tenantRow.from(undefined)).toBeUndefined();
    expect(() => fenceRow.from(row)).toThrow('a row that was read is no fence');
  });

  it('of another kind than wanted is an error that repeats nothing of it', () => {
    expect(() => tenantRow.from({ pk: 'x', sk: 'Erika Brandt' })).toThrow(/^(?!.*Erika)/);
  });
});

describe('an individual’s rows', () => {
  const theirs = all.filter(({ sk }) => sk.startsWith(`I#${bits}`));

  it('lie in one range of one partition, their own row first', () => {
    expect(new Set(theirs.map(({ pk }) => pk))).toEqual(new Set([partition.range(tenant, '4')]));
    const inVault = theirs.filter(({ table }) => table === 'vault').map(({ sk }) => sk);
    expect(inVault.sort()[0]).toBe(`I#${bits}`);
    expect(inVault.length).toBeGreaterThan(10);
  });

  it('are found by the range of their kind, and by no other', () => {
    const ranges = {
      record: [recordsOf(tenant, individual), recordsOf(tenant, individual, code16)],
      request: [requestsOf(tenant, individual)],
      consent: [gateRange(tenant, individual, code16)],
      disclosure: [disclosuresOf(tenant, individual)],
    };
    for (const [name, list] of Object.entries(ranges))
      for (const { pk, prefix = '' } of list) {
        expect(pk).toBe(shard4);
        const found = theirs.filter(({ sk }) => sk.startsWith(prefix)).map((one) => one.name);
        expect(new Set(found)).toEqual(new Set(name === 'consent' ? ['consent', 'uses'] : [name]));
      }
  });

  it('lie in the shard of their first four bits: sixteen, and the tenant’s own', () => {
    const ranges = shards.map((shard) => individualRow.key(tenant, `ind_${shard}${bits.slice(1)}`).pk);
    expect(new Set([...ranges, ofTenant]).size).toBe(17);
    expect(ranges).toEqual(shards.map((shard) => partition.range(tenant, shard)));
  });
});

describe('the partition of a row', () => {
  it('names the tenant it belongs to, or the deployment, or nobody', () => {
    for (const { key, pk } of all) {
      const nobodys = /^(?:D|ATT|LEDGER)#/.test(pk);
      expect(ownerOf(key.pk), pk).toBe(nobodys ? undefined : tenant);
    }
    expect(ownerOf(leafRow.key(deploymentTree, entry).pk)).toBe(deploymentTree);
  });

  it('of audit entries is one of sixteen of a tree; the deployment has its own', () => {
    const partitions = shards.map((shard) => entryRow.key(tenant, `ent_${shard}${own.slice(1)}`).pk);
    expect(partitions).toEqual(shards.map((shard) => partition.log(tenant, shard)));
    expect(leafRow.key(deploymentTree, entry).pk).toBe('A#deployment#7');
  });
});

describe('sort keys', () => {
  it('of versions sort as the versions do', () => {
    const versions = [1, 2, 9, 10, 99, 100, 999_999];
    const made = versions.map((version) => noticeVersionRow.key(tenant, notice, version).sk);
    expect([...made].sort()).toEqual(made);
  });

  it('of a version beyond six digits are not declared, so they are never written out of order', () => {
    expect(declaredOf('vault', noticeVersionRow.key(tenant, notice, 1_000_000))).toBeUndefined();
  });

  it('of lists sort by instant, then by id', () => {
    const made = [
      placeInList('2026-11-24T09:59:59.999Z', 'z'),
      placeInList('2026-11-24T10:00:00.000Z', 'a'),
      placeInList('2026-11-24T10:00:00.000Z', 'b'),
    ];
    expect([...made].sort()).toEqual(made);
  });

  it('of due mail begin with the tenant, so that a purge can prove that none is left', () => {
    expect(duePlace(tenant, '2026-11-24T10:00:00.000Z', mail)).toBe(
      `${tenant}#2026-11-24T10:00:00.000Z#${mail}`,
    );
  });
});
