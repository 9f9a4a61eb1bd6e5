import { describe, expect, it } from 'vitest';
import {
  evidenceKey,
  type Key,
  keysKey,
  kindOf,
  kindsOf,
  listing,
  type Table,
  vaultKey,
} from '../../../lambdas/model/key-registry.ts';
import {
  individualsOf,
  keptBySweep,
  leavesOf,
  rangeNames,
  rangesOf,
  type TableRange,
  workflowEntry,
} from '../../../lambdas/model/tenant-ranges.ts';

const tenant = `tnt_${'0a'.repeat(16)}`;
const bits = 'b1'.repeat(16);
const individual = `ind_${bits}`;
const below = (prefix: string) => `${prefix}_${bits}${'c2'.repeat(16)}`;
const hash = 'd3'.repeat(32);
const code16 = 'e4'.repeat(8);
const mail = `mal_${'f5'.repeat(16)}`;
const entry = `ent_${'06'.repeat(16)}`;

/** One key of every kind. */
const vault: readonly Key[] = [
  vaultKey.tenant(tenant),
  vaultKey.lease(tenant),
  vaultKey.member(tenant, hash),
  vaultKey.organisation(tenant, 'labor-sued'),
  vaultKey.category(tenant, 'health.lab'),
  vaultKey.notice(tenant, `ntc_${'17'.repeat(16)}`),
  vaultKey.noticeVersion(tenant, `ntc_${'17'.repeat(16)}`, 1),
  vaultKey.tenantIdempotency(tenant, hash),
  vaultKey.shardIdempotency(tenant, hash),
  vaultKey.idempotency(tenant, individual, hash),
  vaultKey.tenantMail(tenant, mail),
  vaultKey.mail(tenant, individual, mail),
  vaultKey.fence(tenant, '3'),
  vaultKey.reference(tenant, hash),
  vaultKey.address(tenant, hash, individual),
  vaultKey.individual(tenant, individual),
  vaultKey.record(tenant, individual, code16, below('rec')),
  vaultKey.request(tenant, individual, below('crq')),
  vaultKey.consent(tenant, individual, code16, below('cns')),
  vaultKey.uses(tenant, individual, code16, below('cns')),
  vaultKey.disclosure(tenant, individual, below('dsc')),
  vaultKey.link(tenant, individual, hash),
  vaultKey.session(tenant, individual, hash),
  vaultKey.no(tenant, individual, 'labor-sued', code16),
  vaultKey.payload(tenant, individual, entry),
  vaultKey.receipt(tenant, individual, below('cns'), 2),
  vaultKey.planted(tenant, '5'),
];
const keys: readonly Key[] = [
  keysKey.shard(tenant, 't'),
  keysKey.tenantKey(tenant, 'index'),
  keysKey.tenantAudit(tenant),
  keysKey.audit(tenant, individual),
  keysKey.dataKey(tenant, individual, 'record'),
  keysKey.envelope(tenant),
  keysKey.planted(tenant, 't'),
];
const evidence: readonly Key[] = [evidenceKey.entry(tenant, entry), evidenceKey.planted(tenant, '0')];
const removed: Readonly<Record<Table, readonly Key[]>> = { vault, keys, evidence };

/** Kinds that no sweep of a tenant removes, and why. */
const stays: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  vault: { deployment: 'belongs to no tenant' },
  keys: {},
  evidence: {
    leaf: 'proofs given before stay valid; points to no one',
    schedule: 'goes with attestation (2)',
    count: 'goes with attestation (2)',
    'attestation-of': 'evidence of the erasure',
    attestation: 'evidence of the erasure',
    ledger: 'a restored backup is erased again',
  },
};

const covers = ({ pk, prefix = '' }: TableRange, key: Key) => pk === key.pk && key.sk.startsWith(prefix);

describe.each(['vault', 'keys', 'evidence'] as const)('the ranges of a purge in %s', (table) => {
  it('hold every kind of row that the registry knows, but for those that stay for a reason', () => {
    const kinds = new Set(removed[table].map((key) => kindOf(table, key)));
    expect(new Set([...kinds, ...Object.keys(stays[table])])).toEqual(new Set(kindsOf(table)));
    for (const key of removed[table])
      expect(
        rangesOf(table, tenant).filter((range) => covers(range, key)),
        `${key.pk} ${key.sk}`,
      ).toHaveLength(1);
  });

  it('are the same for the same tenant, and none of another', () => {
    const other = `tnt_${'0b'.repeat(16)}`;
    const pks = (of: string) => rangesOf(table, of).map(({ pk }) => pk);
    expect(pks(tenant)).toEqual(pks(tenant));
    expect(pks(tenant).filter((pk) => pks(other).includes(pk))).toEqual([]);
    expect(new Set(rangesOf(table, tenant).map(({ name }) => name)).size).toBe(pks(tenant).length);
  });
});

describe('what a purge of a tenant goes through', () => {
  it('is seventeen ranges of Vault and of Keys, and sixteen of its log', () => {
    expect(rangeNames).toHaveLength(17);
    expect(rangesOf('vault', tenant)).toHaveLength(17);
    expect(rangesOf('keys', tenant)).toHaveLength(17);
    expect(rangesOf('evidence', tenant)).toHaveLength(16);
  });

  it('finds every individual in one range of their shard, and every leaf hash in one of the log', () => {
    const own = vaultKey.individual(tenant, individual);
    expect(individualsOf(tenant).filter((range) => covers(range, own))).toHaveLength(1);
    const leaf = evidenceKey.leaf(tenant, entry);
    expect(leavesOf(tenant).filter((range) => covers(range, leaf))).toHaveLength(1);
    expect(rangesOf('evidence', tenant).filter((range) => covers(range, leaf))).toEqual([]);
  });

  it('spares tenant, lease, envelope and its own entries until attestation (2), and nothing else', () => {
    const kept = keptBySweep(tenant, 2);
    const spared = (['vault', 'keys', 'evidence'] as const).flatMap((table) =>
      removed[table].filter((key) => kept(table, key)).map((key) => kindOf(table, key)),
    );
    expect(spared).toEqual(['tenant', 'lease', 'envelope']);
    const own = (epoch: number) => evidenceKey.entry(tenant, workflowEntry(tenant, epoch, 'purge.committed'));
    expect(kept('evidence', own(2))).toBe(true);
    expect(kept('evidence', own(1))).toBe(false);
    expect(kept('keys', vaultKey.tenant(tenant))).toBe(false);
    const announced = workflowEntry(tenant, 2, 'retention.scheduled');
    expect(kept('evidence', evidenceKey.entry(tenant, announced))).toBe(false);
  });

  it('knows every part of the index that names a tenant', () => {
    // `surveyIndexes` reads requests, consents, due mail and entries; the list of tenants goes with the tenant's row.
    const parts = Object.keys(listing).filter((name) => name !== 'at' && name !== 'due');
    expect(parts.sort()).toEqual(['consents', 'dueMail', 'entries', 'requests', 'tenants']);
  });
});
