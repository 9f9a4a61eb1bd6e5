/**
 * The three tables: the data, the keys that open it, and the log and statements. They have different recovery windows
 * and roles.
 */
export type Table = 'vault' | 'keys' | 'evidence';
export const tables: readonly Table[] = ['keys', 'vault', 'evidence'];

/** A copy of Vault that DynamoDB has restored, and that no function serves from yet. */
export const restoredCopy = 'copy';

/** The range of a tenant in addition to its sixteen shards: rows of the tenant that belong to no individual. */
export const tenantRange = 't';

/** The part of the audit log for events of the deployment itself, and of callers who are no members of a tenant. */
export const deploymentTree = 'deployment';

/**
 * The families of partitions. Family and sort key together give the kind of a row; the partition key gives the tenant
 * it belongs to, so that every write can be checked against the tenant it is made for.
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

const familyNames = Object.keys(families) as readonly Family[];

/** Whether a partition is of one of these families. */
export function isOfFamily(pk: string, wanted: readonly Family[]): boolean {
  return wanted.some((family) => families[family].test(pk));
}

/** The family of a partition; undefined for one that is none of ours. */
export function familyOf(pk: string): Family | undefined {
  return familyNames.find((family) => families[family].test(pk));
}

/**
 * The tenant that a partition belongs to, or the deployment's part of the log; undefined for partitions that name no
 * tenant.
 */
export function ownerOf(pk: string): string | undefined {
  for (const family of familyNames) {
    const found = families[family].exec(pk);
    if (found) return found[1];
  }
  return undefined;
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
