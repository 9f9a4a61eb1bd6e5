import {
  createKey,
  describeKey,
  onNewKey,
  pagesOfKeys,
  rotateKey,
  scheduleKeyDeletion,
  tagKey,
  tagsOfKey,
} from '../../platform/aws/kms-keys.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { keyTags, tenantKeyPolicy } from './key-policy.ts';

const daysToDeletion = 7;
const daysToRotation = 365;

/** Makes a KMS key for a tenant. It is not used before the tenant's row names its ARN. */
export function createTenantKey(tenant: string): Promise<string> {
  return createKey({
    description: 'Habeas: key of one tenant',
    policy: tenantKeyPolicy({
      tenant,
      rolePath: environment('TENANT_ROLE_PATH'),
      bound: environment('CONTEXT_CONDITIONS') === 'bound',
    }),
    tags: { [keyTags.tenant]: tenant, [keyTags.stage]: environment('STAGE') },
  });
}

/**
 * Prepares the key that the tenant's row names: yearly rotation, and the tag `live`, after which only the workflow
 * may end it.
 */
export async function readyTenantKey(kmsKey: string): Promise<void> {
  await onNewKey(() => rotateKey(kmsKey, daysToRotation));
  await onNewKey(() => tagKey(kmsKey, keyTags.live, 'yes'));
}

/** Schedules the deletion of a key that never went live; AWS destroys it after seven days. */
export function endTenantKey(kmsKey: string): Promise<void> {
  return scheduleKeyDeletion(kmsKey, daysToDeletion);
}

/** A key of this deployment that was made for a tenant and never went live. */
export interface UnusedKey {
  readonly kmsKey: string;
  readonly tenant: string;
  /** RFC 3339 UTC instant. */
  readonly createdAt: string;
}

/**
 * Keys of this deployment that were made for a tenant, do not have the tag `live` and are not pending deletion. KMS
 * cannot search by tag, so this asks for the tags of every key of the account in the Region, sixteen at a time; new
 * keys may be missing for a minute.
 */
export async function* unusedTenantKeys(): AsyncGenerator<UnusedKey> {
  for await (const kmsKeys of pagesOfKeys())
    for (let rest = kmsKeys; rest.length > 0; rest = rest.slice(askedAtOnce)) {
      const found = await Promise.all(rest.slice(0, askedAtOnce).map(unusedKey));
      yield* found.filter((one) => one !== undefined);
    }
}

const askedAtOnce = 16;

async function unusedKey(kmsKey: string): Promise<UnusedKey | undefined> {
  // A key whose tags this role may not read is not one of ours.
  const tags = await tagsOfKey(kmsKey);
  const tenant = tags?.get(keyTags.tenant);
  if (!tags || tenant === undefined) return undefined;
  if (tags.get(keyTags.stage) !== environment('STAGE') || tags.has(keyTags.live)) return undefined;
  const { state, createdAt } = (await describeKey(kmsKey)) ?? {};
  return state === 'Enabled' && createdAt !== undefined ? { kmsKey, tenant, createdAt } : undefined;
}
