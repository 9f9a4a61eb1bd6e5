import { bitsOf, ownBitsOf, shardOf } from '../domain/identifiers.ts';
import type { Key } from '../platform/dynamodb/key.ts';

export type { Key } from '../platform/dynamodb/key.ts';

/** The uses of data keys. Roles are bound to uses by the tenants' key policies. */
export const individualUses = ['record', 'contact', 'case'] as const;
export type IndividualUse = (typeof individualUses)[number];
export type Use = IndividualUse | 'tenant' | 'index' | 'canary' | 'envelope';

/** The tenant-level range, beside the sixteen shards. */
export const tenantRange = 't';

/** The partition of one range of a tenant: a shard, or `t`. */
export function rangePk(tenant: string, range: string): string {
  return `T#${tenant}#${range}`;
}

/** What one key stands for, by its sort key's shape; purge and erasure count and enumerate by these kinds. */
const kinds = {
  vault: {
    tenant: /^TENANT$/,
    lease: /^LEASE$/,
    member: /^MEMBER#[0-9a-f]{64}$/,
    organisation: /^ORG#/,
    category: /^CAT#/,
    notice: /^NOTICE#[^#]+$/,
    'notice-version': /^NOTICE#[^#]+#V#\d{6}$/,
    idempotency: /^(?:I#[0-9a-f]{32}#X|IDEM)#[0-9a-f]{64}$/,
    mail: /^(?:I#[0-9a-f]{32}#M|MAIL)#mal_[0-9a-f]{32}$/,
    fence: /^FENCE$/,
    reference: /^REF#[0-9a-f]{64}$/,
    address: /^ADDR#[0-9a-f]{64}#[0-9a-f]{32}$/,
    individual: /^I#[0-9a-f]{32}$/,
    record: /^I#[0-9a-f]{32}#R#[0-9a-f]{16}#[0-9a-f]{32}$/,
    request: /^I#[0-9a-f]{32}#Q#[0-9a-f]{32}$/,
    consent: /^I#[0-9a-f]{32}#C#[0-9a-f]{16}#[0-9a-f]{32}$/,
    uses: /^I#[0-9a-f]{32}#C#[0-9a-f]{16}#[0-9a-f]{32}#USES$/,
    disclosure: /^I#[0-9a-f]{32}#D#[0-9a-f]{32}$/,
    link: /^I#[0-9a-f]{32}#L#[0-9a-f]{64}$/,
    session: /^I#[0-9a-f]{32}#S#[0-9a-f]{64}$/,
    no: /^I#[0-9a-f]{32}#N#[^#]+#[0-9a-f]{16}$/,
    payload: /^I#[0-9a-f]{32}#P#ent_[0-9a-f]{32}$/,
    receipt: /^I#[0-9a-f]{32}#T#(?:cns|dsc|crq)_[0-9a-f]{64}#\d{6}$/,
    deployment: /^DEPLOYMENT$/,
    planted: /^PLANTED$/,
  },
  keys: {
    shard: /^SHARD$/,
    'tenant-key': /^K#(?:tenant|index)$/,
    'audit-reference': /^(?:I#[0-9a-f]{32}#)?AUDIT$/,
    'data-key': /^I#[0-9a-f]{32}#K#(?:record|contact|case|canary)$/,
    envelope: /^ENVELOPE$/,
    planted: /^PLANTED$/,
  },
  evidence: {
    entry: /^E#ent_[0-9a-f]{32,64}$/,
    leaf: /^L#ent_[0-9a-f]{32,64}$/,
    planted: /^E#PLANTED$/,
    schedule: /^SCHEDULE#\d+$/,
    count: /^COUNT#\d+#[0-9a-ft]$/,
    'attestation-of': /^ATTESTATION#\d+#[12]$/,
    attestation: /^ATT$/,
    ledger: /^[0-9a-f]{64}$/,
  },
} as const;

export type Table = keyof typeof kinds;
export type Kind<T extends Table> = keyof (typeof kinds)[T];

/**
 * The kind of row a key belongs to.
 * @throws Error for a key that is not in this registry: such a row must not be written.
 */
export function kindOf(table: Table, key: Key): string {
  const kind = knownKind(table, key);
  if (kind === undefined) throw new Error(`a key of ${table} is not in the registry`);
  return kind;
}

/** The kind of row a key belongs to; undefined for one that is not in this registry, and yet has to go. */
export function knownKind(table: Table, key: Key): string | undefined {
  return Object.entries(kinds[table]).find(([, shape]) => shape.test(key.sk))?.[0];
}

/** All kinds of a table. */
export function kindsOf(table: Table): readonly string[] {
  return Object.keys(kinds[table]);
}

const below = (individual: string) => `I#${bitsOf(individual)}`;
const place = (tenant: string, individual: string, rest: string): Key => ({
  pk: rangePk(tenant, shardOf(individual)),
  sk: `${below(individual)}${rest}`,
});
const atTenant = (tenant: string, sk: string): Key => ({ pk: rangePk(tenant, tenantRange), sk });
const number = (version: number) => version.toString().padStart(6, '0');

/** Keys of Vault. */
export const vaultKey = {
  tenant: (tenant: string) => atTenant(tenant, 'TENANT'),
  lease: (tenant: string) => atTenant(tenant, 'LEASE'),
  member: (tenant: string, member: string) => atTenant(tenant, `MEMBER#${member}`),
  organisation: (tenant: string, code: string) => atTenant(tenant, `ORG#${code}`),
  category: (tenant: string, code: string) => atTenant(tenant, `CAT#${code}`),
  notice: (tenant: string, notice: string) => atTenant(tenant, `NOTICE#${notice}`),
  noticeVersion: (tenant: string, notice: string, version: number) =>
    atTenant(tenant, `NOTICE#${notice}#V#${number(version)}`),
  tenantIdempotency: (tenant: string, hash: string) => atTenant(tenant, `IDEM#${hash}`),
  tenantMail: (tenant: string, mail: string) => atTenant(tenant, `MAIL#${mail}`),
  fence: (tenant: string, shard: string): Key => ({ pk: rangePk(tenant, shard), sk: 'FENCE' }),
  reference: (tenant: string, hash: string): Key => ({
    pk: rangePk(tenant, shardOf(hash)),
    sk: `REF#${hash}`,
  }),
  address: (tenant: string, hash: string, individual: string): Key => ({
    pk: rangePk(tenant, shardOf(hash)),
    sk: `ADDR#${hash}#${bitsOf(individual)}`,
  }),
  shardIdempotency: (tenant: string, hash: string): Key => ({
    pk: rangePk(tenant, shardOf(hash)),
    sk: `IDEM#${hash}`,
  }),
  individual: (tenant: string, individual: string) => place(tenant, individual, ''),
  record: (tenant: string, individual: string, category16: string, record: string) =>
    place(tenant, individual, `#R#${category16}#${ownBitsOf(record)}`),
  request: (tenant: string, individual: string, request: string) =>
    place(tenant, individual, `#Q#${ownBitsOf(request)}`),
  consent: (tenant: string, individual: string, purpose16: string, consent: string) =>
    place(tenant, individual, `#C#${purpose16}#${ownBitsOf(consent)}`),
  uses: (tenant: string, individual: string, purpose16: string, consent: string) =>
    place(tenant, individual, `#C#${purpose16}#${ownBitsOf(consent)}#USES`),
  /** Of a consent whose own key is known, and not its purpose. */
  usesBeside: ({ pk, sk }: Key): Key => ({ pk, sk: `${sk}#USES` }),
  disclosure: (tenant: string, individual: string, disclosure: string) =>
    place(tenant, individual, `#D#${ownBitsOf(disclosure)}`),
  link: (tenant: string, individual: string, hash: string) => place(tenant, individual, `#L#${hash}`),
  session: (tenant: string, individual: string, hash: string) => place(tenant, individual, `#S#${hash}`),
  mail: (tenant: string, individual: string, mail: string) => place(tenant, individual, `#M#${mail}`),
  idempotency: (tenant: string, individual: string, hash: string) => place(tenant, individual, `#X#${hash}`),
  no: (tenant: string, individual: string, organisation: string, purpose16: string) =>
    place(tenant, individual, `#N#${organisation}#${purpose16}`),
  payload: (tenant: string, individual: string, entry: string) => place(tenant, individual, `#P#${entry}`),
  receipt: (tenant: string, individual: string, object: string, version: number) =>
    place(tenant, individual, `#T#${object}#${number(version)}`),
  /** A row that a purge plants, to see that its verification sees. */
  planted: (tenant: string, range: string): Key => ({ pk: rangePk(tenant, range), sk: 'PLANTED' }),
  deployment: (): Key => ({ pk: 'D#deployment', sk: 'DEPLOYMENT' }),
  operator: (member: string): Key => ({ pk: 'D#deployment', sk: `MEMBER#${member}` }),
  deploymentIdempotency: (hash: string): Key => ({ pk: 'D#deployment', sk: `IDEM#${hash}` }),
} as const;

/** Sort-key prefixes for consistent range queries of one individual's rows. */
export const vaultPrefix = {
  individual: (individual: string) => below(individual),
  records: (individual: string) => `${below(individual)}#R#`,
  recordsOf: (individual: string, category16: string) => `${below(individual)}#R#${category16}#`,
  requests: (individual: string) => `${below(individual)}#Q#`,
  consents: (individual: string) => `${below(individual)}#C#`,
  consentsTo: (individual: string, purpose16: string) => `${below(individual)}#C#${purpose16}#`,
  disclosures: (individual: string) => `${below(individual)}#D#`,
  addresses: (hash: string) => `ADDR#${hash}#`,
  members: 'MEMBER#',
  organisations: 'ORG#',
  categories: 'CAT#',
  notices: 'NOTICE#',
} as const;

/** Partitions of the index `listing`: sparse, newest first by instant, ids and states only. */
export const listing = {
  tenants: 'T',
  dueMail: 'M',
  requests: (tenant: string) => `T#${tenant}#Q`,
  consents: (tenant: string) => `T#${tenant}#C`,
  entries: (tenant: string) => `T#${tenant}#A`,
  /** Sort key of a listing: the instant first, then what makes it unique. */
  at: (instant: string, id: string) => `${instant}#${id}`,
  /** Sort key of due mail: the tenant first, so that a purge can prove that none is left. */
  due: (tenant: string, instant: string, mail: string) => `${tenant}#${instant}#${mail}`,
} as const;

/** Keys of Keys. */
export const keysKey = {
  shard: (tenant: string, range: string): Key => ({ pk: rangePk(tenant, range), sk: 'SHARD' }),
  tenantKey: (tenant: string, use: 'tenant' | 'index') => atTenant(tenant, `K#${use}`),
  tenantAudit: (tenant: string) => atTenant(tenant, 'AUDIT'),
  envelope: (tenant: string) => atTenant(tenant, 'ENVELOPE'),
  dataKey: (tenant: string, individual: string, use: IndividualUse | 'canary') =>
    place(tenant, individual, `#K#${use}`),
  audit: (tenant: string, individual: string) => place(tenant, individual, '#AUDIT'),
  planted: (tenant: string, range: string): Key => ({ pk: rangePk(tenant, range), sk: 'PLANTED' }),
} as const;

/** The tree of the deployment itself, for callers who are no members of a tenant. */
export const deploymentTree = 'deployment';

/** Keys of Evidence. */
export const evidenceKey = {
  entry: (tenant: string, entry: string): Key => ({ pk: `A#${tenant}#${shardOf(entry)}`, sk: `E#${entry}` }),
  leaf: (tenant: string, entry: string): Key => ({ pk: `A#${tenant}#${shardOf(entry)}`, sk: `L#${entry}` }),
  planted: (tenant: string, shard: string): Key => ({ pk: `A#${tenant}#${shard}`, sk: 'E#PLANTED' }),
  log: (tenant: string, shard: string) => `A#${tenant}#${shard}`,
  statements: (tenant: string) => `S#${tenant}`,
  schedule: (tenant: string, epoch: number): Key => ({ pk: `S#${tenant}`, sk: `SCHEDULE#${epoch}` }),
  counts: (epoch: number) => `COUNT#${epoch}#`,
  count: (tenant: string, epoch: number, range: string): Key => ({
    pk: `S#${tenant}`,
    sk: `COUNT#${epoch}#${range}`,
  }),
  attestationOf: (tenant: string, epoch: number, part: 1 | 2): Key => ({
    pk: `S#${tenant}`,
    sk: `ATTESTATION#${epoch}#${part}`,
  }),
  attestation: (attestation: string): Key => ({ pk: `ATT#${attestation}`, sk: 'ATT' }),
  ledger: (pseudonym: string): Key => ({ pk: `LEDGER#${shardOf(pseudonym)}`, sk: pseudonym }),
} as const;
