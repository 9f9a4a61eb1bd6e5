import {
  allKeys,
  createKey,
  describeKey,
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
  await rotateKey(kmsKey, daysToRotation);
  await tagKey(kmsKey, keyTags.live, 'yes');
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
 * cannot search by tag, so this reads every key of the account in the Region; new keys may be missing for a minute.
 */
export async function* unusedTenantKeys(): AsyncGenerator<UnusedKey> {
  for await (const kmsKey of allKeys()) {
    // A key whose tags this role may not read is not one of ours.
    const tags = await tagsOfKey(kmsKey);
    const tenant = tags?.get(keyTags.tenant);
    if (!tags || tenant === undefined) continue;
    if (tags.get(keyTags.stage) !== environment('STAGE') || tags.has(keyTags.live)) continue;
    const { state, createdAt } = (await describeKey(kmsKey)) ?? {};
    if (state === 'Enabled' && createdAt !== undefined) yield { kmsKey, tenant, createdAt };
  }
}
