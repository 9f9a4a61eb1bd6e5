import { describe, expect, it } from 'vitest';
import { shards } from '../../../lambdas/domain/identifiers.ts';
import {
  deploymentTree,
  evidenceKey,
  type Key,
  keysKey,
  kindOf,
  kindsOf,
  knownKind,
  listing,
  rangePk,
  type Table,
  vaultKey,
  vaultPrefix,
} from '../../../lambdas/model/key-registry.ts';

const bits = '4fa1'.repeat(8);
const tenant = `tnt_${'0'.repeat(32)}`;
const individual = `ind_${bits}`;
const own = 'ab'.repeat(16);
const below = (prefix: string) => `${prefix}_${bits}${own}`;
const hash = 'c5'.repeat(32);
const code16 = '0123456789abcdef';
const entry = `ent_${'7e'.repeat(16)}`;
const mail = `mal_${'9'.repeat(32)}`;

const shard4 = `T#${tenant}#4`;
const shardC = `T#${tenant}#c`;
const tenantLevel = `T#${tenant}#t`;
const consentKey = vaultKey.consent(tenant, individual, code16, below('cns'));

/** Every maker of a key, what it makes and of which kind that is; a maker that is not here does not compile. */
type Made<M> = {
  readonly [N in keyof M as M[N] extends (...args: never[]) => Key ? N : never]: readonly [
    Key,
    string,
    string,
    string,
  ];
};
const vault: Made<typeof vaultKey> = {
  tenant: [vaultKey.tenant(tenant), tenantLevel, 'TENANT', 'tenant'],
  lease: [vaultKey.lease(tenant), tenantLevel, 'LEASE', 'lease'],
  member: [vaultKey.member(tenant, hash), tenantLevel, `MEMBER#${hash}`, 'member'],
  organisation: [vaultKey.organisation(tenant, 'labor-sued'), tenantLevel, 'ORG#labor-sued', 'organisation'],
  category: [vaultKey.category(tenant, 'health.lab'), tenantLevel, 'CAT#health.lab', 'category'],
  notice: [vaultKey.notice(tenant, `ntc_${own}`), tenantLevel, `NOTICE#ntc_${own}`, 'notice'],
  noticeVersion: [
    vaultKey.noticeVersion(tenant, `ntc_${own}`, 12),
    tenantLevel,
    `NOTICE#ntc_${own}#V#000012`,
    'notice-version',
  ],
  tenantIdempotency: [vaultKey.tenantIdempotency(tenant, hash), tenantLevel, `IDEM#${hash}`, 'idempotency'],
  tenantMail: [vaultKey.tenantMail(tenant, mail), tenantLevel, `MAIL#${mail}`, 'mail'],
  fence: [vaultKey.fence(tenant, '4'), shard4, 'FENCE', 'fence'],
  reference: [vaultKey.reference(tenant, hash), shardC, `REF#${hash}`, 'reference'],
  address: [vaultKey.address(tenant, hash, individual), shardC, `ADDR#${hash}#${bits}`, 'address'],
  shardIdempotency: [vaultKey.shardIdempotency(tenant, hash), shardC, `IDEM#${hash}`, 'idempotency'],
  individual: [vaultKey.individual(tenant, individual), shard4, `I#${bits}`, 'individual'],
  record: [
    vaultKey.record(tenant, individual, code16, below('rec')),
    shard4,
    `I#${bits}#R#${code16}#${own}`,
    'record',
  ],
  request: [vaultKey.request(tenant, individual, below('crq')), shard4, `I#${bits}#Q#${own}`, 'request'],
  consent: [consentKey, shard4, `I#${bits}#C#${code16}#${own}`, 'consent'],
  uses: [
    vaultKey.uses(tenant, individual, code16, below('cns')),
    shard4,
    `I#${bits}#C#${code16}#${own}#USES`,
    'uses',
  ],
  usesBeside: [vaultKey.usesBeside(consentKey), shard4, `I#${bits}#C#${code16}#${own}#USES`, 'uses'],
  disclosure: [
    vaultKey.disclosure(tenant, individual, below('dsc')),
    shard4,
    `I#${bits}#D#${own}`,
    'disclosure',
  ],
  link: [vaultKey.link(tenant, individual, hash), shard4, `I#${bits}#L#${hash}`, 'link'],
  session: [vaultKey.session(tenant, individual, hash), shard4, `I#${bits}#S#${hash}`, 'session'],
  mail: [vaultKey.mail(tenant, individual, mail), shard4, `I#${bits}#M#${mail}`, 'mail'],
  idempotency: [vaultKey.idempotency(tenant, individual, hash), shard4, `I#${bits}#X#${hash}`, 'idempotency'],
  no: [
    vaultKey.no(tenant, individual, 'labor-sued', code16),
    shard4,
    `I#${bits}#N#labor-sued#${code16}`,
    'no',
  ],
  payload: [vaultKey.payload(tenant, individual, entry), shard4, `I#${bits}#P#${entry}`, 'payload'],
  receipt: [
    vaultKey.receipt(tenant, individual, below('cns'), 3),
    shard4,
    `I#${bits}#T#${below('cns')}#000003`,
    'receipt',
  ],
  planted: [vaultKey.planted(tenant, 't'), tenantLevel, 'PLANTED', 'planted'],
  deployment: [vaultKey.deployment(), 'D#deployment', 'DEPLOYMENT', 'deployment'],
  operator: [vaultKey.operator(hash), 'D#deployment', `MEMBER#${hash}`, 'member'],
  deploymentIdempotency: [
    vaultKey.deploymentIdempotency(hash),
    'D#deployment',
    `IDEM#${hash}`,
    'idempotency',
  ],
};
const keys: Made<typeof keysKey> = {
  shard: [keysKey.shard(tenant, '4'), shard4, 'SHARD', 'shard'],
  tenantKey: [keysKey.tenantKey(tenant, 'index'), tenantLevel, 'K#index', 'tenant-key'],
  tenantAudit: [keysKey.tenantAudit(tenant), tenantLevel, 'AUDIT', 'audit-reference'],
  envelope: [keysKey.envelope(tenant), tenantLevel, 'ENVELOPE', 'envelope'],
  dataKey: [keysKey.dataKey(tenant, individual, 'record'), shard4, `I#${bits}#K#record`, 'data-key'],
  audit: [keysKey.audit(tenant, individual), shard4, `I#${bits}#AUDIT`, 'audit-reference'],
  planted: [keysKey.planted(tenant, '4'), shard4, 'PLANTED', 'planted'],
};
const evidence: Made<typeof evidenceKey> = {
  entry: [evidenceKey.entry(tenant, entry), `A#${tenant}#7`, `E#${entry}`, 'entry'],
  leaf: [evidenceKey.leaf(tenant, entry), `A#${tenant}#7`, `L#${entry}`, 'leaf'],
  planted: [evidenceKey.planted(tenant, '7'), `A#${tenant}#7`, 'E#PLANTED', 'planted'],
  schedule: [evidenceKey.schedule(tenant, 2), `S#${tenant}`, 'SCHEDULE#2', 'schedule'],
  count: [evidenceKey.count(tenant, 2, 't'), `S#${tenant}`, 'COUNT#2#t', 'count'],
  attestationOf: [
    evidenceKey.attestationOf(tenant, 2, 1),
    `S#${tenant}`,
    'ATTESTATION#2#1',
    'attestation-of',
  ],
  attestation: [evidenceKey.attestation(`att_${own}`), `ATT#att_${own}`, 'ATT', 'attestation'],
  ledger: [evidenceKey.ledger(hash), 'LEDGER#c', hash, 'ledger'],
};
const makers = { vault, keys, evidence };
const all = (Object.keys(makers) as Table[]).flatMap((table) =>
  Object.entries<readonly [Key, string, string, string]>(makers[table]).map(
    ([name, [key, pk, sk, kind]]) => ({ table, name, key, pk, sk, kind }),
  ),
);

describe('a key', () => {
  it.each(all)(
    '$table.$name lies where it always does, and is of kind $kind',
    ({ table, key, pk, sk, kind }) => {
      expect(key).toEqual({ pk, sk });
      expect(kindOf(table, key)).toBe(kind);
    },
  );

  it('of every kind has a maker: a purge knows all that can be written, and nothing else', () => {
    for (const table of Object.keys(makers) as Table[]) {
      const made = new Set(all.filter((one) => one.table === table).map(({ kind }) => kind));
      expect([...made].sort()).toEqual([...kindsOf(table)].sort());
    }
  });

  it.each<[string, Table, string]>([
    ['of no kind', 'vault', 'THING'],
    ['of none', 'vault', ''],
    ['of another table', 'keys', 'TENANT'],
    ['of another table', 'vault', 'SHARD'],
    ['with something before it', 'vault', 'xTENANT'],
    ['with something after it', 'vault', 'TENANT#'],
    ['with a line break after it', 'vault', 'TENANT\n'],
    ['below an individual, of no kind', 'vault', `I#${bits}#Z#${own}`],
    ['of an individual in capitals', 'vault', `I#${bits.toUpperCase()}`],
    ['of an individual that was cut', 'vault', `I#${bits.slice(1)}`],
    ['of a data key for no use', 'keys', `I#${bits}#K#other`],
    ['of a version with too few digits', 'vault', `NOTICE#ntc_${own}#V#12`],
    ['of a third attestation', 'evidence', 'ATTESTATION#1#3'],
    ['of a count of no range', 'evidence', 'COUNT#1#g'],
  ])('%s is not in the registry (%s)', (_, table, sk) => {
    expect(knownKind(table, { pk: shard4, sk })).toBeUndefined();
    expect(() => kindOf(table, { pk: shard4, sk })).toThrow('not in the registry');
  });

  it('holds no text of a person: an error about it does not repeat it', () => {
    expect(() => kindOf('vault', { pk: 'x', sk: 'Erika Brandt' })).not.toThrow('Erika');
  });
});

describe('an individual’s rows', () => {
  const belowThem = all.filter(({ sk }) => sk.startsWith(`I#${bits}`));

  it('lie in one range of one partition, their own row first', () => {
    expect(new Set(belowThem.map(({ pk }) => pk))).toEqual(new Set([rangePk(tenant, '4')]));
    const inVault = belowThem.filter(({ table }) => table === 'vault').map(({ sk }) => sk);
    expect(inVault.sort()[0]).toBe(`I#${bits}`);
    expect(inVault.every((sk) => sk.startsWith(vaultPrefix.individual(individual)))).toBe(true);
    expect(inVault.length).toBeGreaterThan(10);
  });

  it('are found by the prefix of their kind, and by no other', () => {
    const prefixes = {
      record: [vaultPrefix.records(individual), vaultPrefix.recordsOf(individual, code16)],
      request: [vaultPrefix.requests(individual)],
      consent: [vaultPrefix.consents(individual), vaultPrefix.consentsTo(individual, code16)],
      disclosure: [vaultPrefix.disclosures(individual)],
    };
    for (const [kind, list] of Object.entries(prefixes))
      for (const prefix of list) {
        const found = belowThem.filter(({ sk }) => sk.startsWith(prefix)).map((one) => one.kind);
        expect(new Set(found)).toEqual(new Set(kind === 'consent' ? ['consent', 'uses'] : [kind]));
      }
  });

  it('lie in the shard of their first four bits: sixteen, and the tenant’s own', () => {
    const ranges = shards.map((shard) => vaultKey.individual(tenant, `ind_${shard}${bits.slice(1)}`).pk);
    expect(new Set([...ranges, tenantLevel]).size).toBe(17);
    expect(ranges).toEqual(shards.map((shard) => rangePk(tenant, shard)));
  });
});

describe('sort keys', () => {
  it('of versions sort as the versions do', () => {
    const versions = [1, 2, 9, 10, 99, 100, 999_999];
    const made = versions.map((version) => vaultKey.noticeVersion(tenant, 'ntc_1', version).sk);
    expect([...made].sort()).toEqual(made);
  });

  it('of a version beyond six digits are refused, not written out of order', () => {
    const key = vaultKey.noticeVersion(tenant, `ntc_${own}`, 1_000_000);
    expect(() => kindOf('vault', key)).toThrow('not in the registry');
  });

  it('of listings sort by instant, then by id', () => {
    const made = [
      listing.at('2026-11-24T09:59:59.999Z', 'z'),
      listing.at('2026-11-24T10:00:00.000Z', 'a'),
      listing.at('2026-11-24T10:00:00.000Z', 'b'),
    ];
    expect([...made].sort()).toEqual(made);
  });

  it('of due mail begin with the tenant, so that a purge can prove that none is left', () => {
    expect(listing.due(tenant, '2026-11-24T10:00:00.000Z', mail)).toBe(
      `${tenant}#2026-11-24T10:00:00.000Z#${mail}`,
    );
  });

  it('of audit entries spread over sixteen partitions of a tree; the deployment has its own', () => {
    const partitions = shards.map((shard) => evidenceKey.entry(tenant, `ent_${shard}${own.slice(1)}`).pk);
    expect(partitions).toEqual(shards.map((shard) => evidenceKey.log(tenant, shard)));
    expect(evidenceKey.leaf(deploymentTree, entry).pk).toBe('A#deployment#7');
  });
});
