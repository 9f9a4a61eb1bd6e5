import { createHash } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { open, seal, workingKey } from '../../crypto/sealing.ts';
import { shardOf } from '../../domain/identifiers.ts';
import { Problem } from '../../domain/problems.ts';
import { Secret } from '../../domain/secret.ts';
import { type IndividualUse, keysKey, tenantRange, type Use } from '../../model/key-registry.ts';
import type { Row, Wanted } from '../../platform/dynamodb/reads.ts';
import { monotonic } from '../../platform/runtime/clock.ts';

export const kms = new KMSClient({ maxAttempts: 4 });

const maxAge = 60_000;
const maxEntries = 512;
const cache = new Map<string, { readonly key: Uint8Array; readonly born: number }>();

/** Whose key it is: an individual of a tenant, or the tenant's own range (`t`). */
export interface Holder {
  readonly tenant: string;
  readonly individual: string;
}

const contextOf = (holder: Holder, use: Use) => ({
  tenant: holder.tenant,
  individual: holder.individual,
  use,
});

/** A new data key under the tenant's KMS key: in the clear, and wrapped for storage. */
export async function newDataKey(kmsKey: string, holder: Holder, use: Use) {
  const answer = await kms.send(
    new GenerateDataKeyCommand({
      KeyId: kmsKey,
      KeySpec: 'AES_256',
      EncryptionContext: contextOf(holder, use),
    }),
  );
  if (!answer.Plaintext || !answer.CiphertextBlob) throw new Problem('unavailable');
  return { plain: answer.Plaintext, wrapped: answer.CiphertextBlob };
}

/**
 * The data key behind a wrapped one. Plain keys live at most 60 s, keyed by the hash of the wrapped key just
 * read, so that a deleted key row defeats a warm cache; they are zeroed when they leave it, so callers get a copy.
 */
async function unwrap(
  kmsKey: string,
  holder: Holder,
  use: Use,
  wrapped: Uint8Array,
  cachedAs = holder.individual,
): Promise<Uint8Array> {
  const name = createHash('sha256').update(use).update(cachedAs).update(wrapped).digest('hex');
  const known = cache.get(name);
  if (known && monotonic() - known.born < maxAge) return known.key.slice();
  forget(name);
  const answer = await kms.send(
    new DecryptCommand({ KeyId: kmsKey, CiphertextBlob: wrapped, EncryptionContext: contextOf(holder, use) }),
  );
  if (!answer.Plaintext) throw new Problem('unavailable');
  const oldest = cache.keys().next().value;
  if (cache.size >= maxEntries && oldest !== undefined) forget(oldest);
  cache.set(name, { key: answer.Plaintext, born: monotonic() });
  return answer.Plaintext.slice();
}

function forget(name: string): void {
  cache.get(name)?.key.fill(0);
  cache.delete(name);
}

/** Seals and opens rows of one holder for one use; bound to tenant, individual, kind, id and version. */
export interface Sealer {
  seal(kind: string, id: string, version: number, value: unknown): Uint8Array;
  /** @throws SealBroken when the row was swapped, truncated or altered. */
  open<T>(kind: string, id: string, version: number, sealed: unknown): Secret<T>;
}

/** A sealer from key material in the clear (fresh from `newDataKey`, or unwrapped). */
export function sealer(holder: Holder, use: Use, dataKey: Uint8Array, shardSecret: Uint8Array): Sealer {
  const key = workingKey(dataKey, shardSecret);
  const context = (kind: string, id: string, version: number) => ({
    ...holder,
    kind,
    use,
    id,
    version,
    keyId: use,
  });
  return {
    seal: (kind, id, version, value) =>
      seal(key, context(kind, id, version), Buffer.from(JSON.stringify(value), 'utf8')),
    open: <T>(kind: string, id: string, version: number, sealed: unknown) =>
      new Secret(
        JSON.parse(
          Buffer.from(open(key, context(kind, id, version), sealed as Uint8Array)).toString('utf8'),
        ) as T,
      ),
  };
}

/** The rows of Keys that a use of an individual's data needs, to be read with everything else. */
export function keyRowsOf<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Wanted[] {
  return [
    { table: 'keys', key: keysKey.shard(tenant, shardOf(individual)) },
    { table: 'keys', key: keysKey.audit(tenant, individual) },
    ...uses.map((use): Wanted => ({ table: 'keys', key: keysKey.dataKey(tenant, individual, use) })),
  ];
}

/** Key rows as read; undefined when any is missing, which means closed. */
export interface HeldKeys<U extends Use> {
  readonly holder: Holder;
  readonly shardSecret: Uint8Array;
  readonly wrapped: Readonly<Record<U, Uint8Array>>;
  /** The individual's reference in the audit log. */
  readonly auditRef: string;
}

/** What `keyRowsOf` found. */
export function heldKeys<U extends IndividualUse>(
  holder: Holder,
  uses: readonly U[],
  rows: readonly (Row | undefined)[],
): HeldKeys<U> | undefined {
  const [shard, audit, ...keys] = rows;
  if (!shard || !audit || keys.length !== uses.length || keys.some((row) => row === undefined))
    return undefined;
  return {
    holder,
    shardSecret: shard.secret as Uint8Array,
    auditRef: audit.ref as string,
    wrapped: Object.fromEntries(uses.map((use, i) => [use, keys[i]?.wrapped])) as Record<U, Uint8Array>,
  };
}

/** A sealer for one use, unwrapping its key by KMS unless it is cached. */
export async function sealerFor<U extends Use>(kmsKey: string, keys: HeldKeys<U>, use: U): Promise<Sealer> {
  const dataKey = await unwrap(kmsKey, keys.holder, use, keys.wrapped[use]);
  return sealer(keys.holder, use, dataKey, keys.shardSecret);
}

/** The rows of Keys for a tenant-level key, and what they hold. */
export const tenantKeys = {
  rows: (tenant: string, use: 'tenant' | 'index'): Wanted[] => [
    { table: 'keys', key: keysKey.shard(tenant, tenantRange) },
    { table: 'keys', key: keysKey.tenantAudit(tenant) },
    { table: 'keys', key: keysKey.tenantKey(tenant, use) },
  ],
  held: (tenant: string, use: 'tenant' | 'index', rows: readonly (Row | undefined)[]) => {
    const [shard, audit, key] = rows;
    if (!shard || !audit || !key) return undefined;
    return {
      holder: { tenant, individual: tenantRange },
      shardSecret: shard.secret as Uint8Array,
      auditRef: audit.ref as string,
      wrapped: { [use]: key.wrapped as Uint8Array } as Record<'tenant' | 'index', Uint8Array>,
    };
  },
};

/** The tenant's index key in the clear, for keyed hashes of look-up values. */
export async function indexKey(kmsKey: string, keys: HeldKeys<'tenant' | 'index'>): Promise<Uint8Array> {
  return workingKey(await unwrap(kmsKey, keys.holder, 'index', keys.wrapped.index), keys.shardSecret);
}

/**
 * Does for someone who is not there the work that unwrapping their key would be, first and later calls alike, so
 * that the time of a refusal does not tell whether they exist.
 */
export async function unwrapNothing(
  kmsKey: string,
  keys: HeldKeys<'tenant' | 'index'>,
  individual: string,
): Promise<void> {
  const key = await unwrap(kmsKey, keys.holder, 'index', keys.wrapped.index, individual);
  key.fill(0);
}
