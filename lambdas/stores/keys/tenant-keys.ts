import {
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  KMSServiceException,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { Problem } from '../../domain/problems.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { keyTags, tenantKeyPolicy } from './key-policy.ts';
import { kms } from './keyring.ts';

/** Creation is not idempotent: an SDK that repeats it after a lost answer would make a second key. */
const once = new KMSClient({ maxAttempts: 1 });
const daysToDeletion = 7;
const daysToRotation = 365;

/** Makes the KMS key of a tenant, which nobody uses before its ARN stands in the tenant's row. */
export async function createTenantKey(tenant: string): Promise<string> {
  const policy = tenantKeyPolicy({
    tenant,
    rolePath: environment('TENANT_ROLE_PATH'),
    bound: environment('CONTEXT_CONDITIONS') === 'bound',
  });
  const answer = await once.send(
    new CreateKeyCommand({
      Description: 'Habeas: key of one tenant',
      // Said, not left to the defaults: the role's conditions are on what the request says.
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Policy: JSON.stringify(policy),
      // KMS would make sure that the caller can change the policy later; this caller must not.
      BypassPolicyLockoutSafetyCheck: true,
      Tags: [
        { TagKey: keyTags.tenant, TagValue: tenant },
        { TagKey: keyTags.stage, TagValue: environment('STAGE') },
      ],
    }),
  );
  if (!answer.KeyMetadata?.Arn) throw new Problem('unavailable');
  return answer.KeyMetadata.Arn;
}

/** Readies a key that the tenant's row names: rotated yearly, and marked so that only the workflow may end it. */
export async function readyTenantKey(kmsKey: string): Promise<void> {
  await kms.send(new EnableKeyRotationCommand({ KeyId: kmsKey, RotationPeriodInDays: daysToRotation }));
  await kms.send(
    new TagResourceCommand({ KeyId: kmsKey, Tags: [{ TagKey: keyTags.live, TagValue: 'yes' }] }),
  );
}

/** Ends a key that never went live; AWS destroys it after seven days. */
export async function endTenantKey(kmsKey: string): Promise<void> {
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: kmsKey, PendingWindowInDays: daysToDeletion }));
}

/** A key of this deployment that was made for a tenant and never went live. */
export interface UnusedKey {
  readonly kmsKey: string;
  readonly tenant: string;
  /** RFC 3339 UTC instant. */
  readonly createdAt: string;
}

/**
 * Keys of this deployment that were made for a tenant and are neither marked live nor on their way out. KMS finds
 * nothing by tag, so this looks at every key of the account in the Region; new ones may not be seen for a minute.
 */
export async function* unusedTenantKeys(): AsyncGenerator<UnusedKey> {
  for await (const kmsKey of allKeys()) {
    const tags = await tagsOf(kmsKey);
    const tenant = tags.get(keyTags.tenant);
    if (tenant === undefined || tags.get(keyTags.stage) !== environment('STAGE') || tags.has(keyTags.live))
      continue;
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: kmsKey }));
    if (key?.KeyState === 'Enabled' && key.CreationDate)
      yield { kmsKey, tenant, createdAt: key.CreationDate.toISOString() };
  }
}

async function* allKeys(): AsyncGenerator<string> {
  for (let Marker: string | undefined; ; ) {
    const page = await kms.send(new ListKeysCommand({ Limit: 1000, ...(Marker && { Marker }) }));
    for (const { KeyArn } of page.Keys ?? []) if (KeyArn) yield KeyArn;
    if (!page.Truncated || !page.NextMarker) return;
    Marker = page.NextMarker;
  }
}

/** A key whose tags nobody lets us see is not one of ours. */
async function tagsOf(kmsKey: string): Promise<Map<string, string>> {
  try {
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: kmsKey, Limit: 50 }));
    return new Map(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
  } catch (error) {
    const closed = ['AccessDeniedException', 'NotFoundException'];
    if (error instanceof KMSServiceException && closed.includes(error.name)) return new Map();
    throw error;
  }
}
