/** The three tables, by what recovery windows and roles make of them: the data, what opens it, and the record. */
export type Table = 'vault' | 'keys' | 'evidence';
export const tables: readonly Table[] = ['keys', 'vault', 'evidence'];

/** The range of a tenant beside its sixteen shards: what belongs to the tenant and to no individual. */
export const tenantRange = 't';

/** The tree of the audit log for what happens to the deployment itself, and to callers who are no members of a tenant. */
export const deploymentTree = 'deployment';

/**
 * The families of partitions. A row's family and sort key together say what it is; whose it is, the partition key
 * says, which is why no write can miss the tenant it is for.
 */
const families = {
  tenant: /^T#([^#]+)#t$/,
  shard: /^T#([^#]+)#[0-9a-f]$/,
  deployment: /^D#deployment$/,
  log: /^A#([^#]+)#[0-9a-f]$/,
  statements: /^S#([^#]+)$/,
  attestation: /^ATT#[^#]+$/,
  ledger: /^LEDGER#[0-9a-f]$/,
} as const;

export type Family = keyof typeof families;

/** The family of a partition; undefined for one that is none of ours. */
export function familyOf(pk: string): Family | undefined {
  return (Object.keys(families) as Family[]).find((family) => families[family].test(pk));
}

/** The tenant a partition belongs to, or the deployment's tree; undefined for partitions that name nobody. */
export function ownerOf(pk: string): string | undefined {
  const family = familyOf(pk);
  return family && families[family].exec(pk)?.[1];
}

/** Partition keys, by family. */
export const partition = {
  /** One range of a tenant: a shard, or `t`. */
  range: (tenant: string, range: string) => `T#${tenant}#${range}`,
  deployment: 'D#deployment',
  log: (tenant: string, shard: string) => `A#${tenant}#${shard}`,
  statements: (tenant: string) => `S#${tenant}`,
  attestation: (attestation: string) => `ATT#${attestation}`,
  ledger: (shard: string) => `LEDGER#${shard}`,
} as const;
