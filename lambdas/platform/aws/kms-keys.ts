import {
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  KMSInvalidStateException,
  KMSServiceException,
  ListKeysCommand,
  ListResourceTagsCommand,
  NotFoundException,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { Problem } from '../../domain/problems.ts';
import { ageSince, pauseFor, readClocks } from '../runtime/clock.ts';
import { patient } from '../runtime/patience.ts';
import { kms } from './kms.ts';

/** Creating a key is not idempotent: an SDK that retries after a lost answer would make a second key. */
const once = new KMSClient(patient({ seconds: 15, tries: 1 }));

/** The properties of a new KMS key. */
export interface NewKey {
  readonly description: string;
  readonly policy: object;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes a symmetric KMS key and returns its ARN. The call is not retried: before trying again, the caller must make
 * sure that there will not be two keys.
 * @throws Problem `unavailable` when KMS answers without one
 */
export async function createKey({ description, policy, tags }: NewKey): Promise<string> {
  const answer = await once.send(
    new CreateKeyCommand({
      Description: description,
      // Stated explicitly: the conditions in the role's policy apply to what the request contains, not to defaults.
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Policy: JSON.stringify(policy),
      // By default KMS refuses a policy that its caller cannot change later; this caller must not be able to.
      BypassPolicyLockoutSafetyCheck: true,
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  if (!answer.KeyMetadata?.Arn) throw new Problem('unavailable');
  return answer.KeyMetadata.Arn;
}

/** Has a KMS key rotated every so many days. */
export async function rotateKey(kmsKey: string, days: number): Promise<void> {
  await kms.send(new EnableKeyRotationCommand({ KeyId: kmsKey, RotationPeriodInDays: days }));
}

/** Sets one tag of a KMS key. */
export async function tagKey(kmsKey: string, TagKey: string, TagValue: string): Promise<void> {
  await kms.send(new TagResourceCommand({ KeyId: kmsKey, Tags: [{ TagKey, TagValue }] }));
}

/**
 * The tags of a KMS key by name, up to fifty; undefined for a key that is gone, or whose tags this role may not read.
 */
export async function tagsOfKey(kmsKey: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: kmsKey, Limit: 50 }));
    return new Map(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
  } catch (error) {
    const closed = ['AccessDeniedException', 'NotFoundException'];
    if (error instanceof KMSServiceException && closed.includes(error.name)) return undefined;
    throw error;
  }
}

/** Schedules the deletion of a KMS key in so many days, at least seven. */
export async function scheduleKeyDeletion(kmsKey: string, days: number): Promise<void> {
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: kmsKey, PendingWindowInDays: days }));
}

/** Whether scheduling a deletion failed because the key is already pending deletion, or gone. */
export function isOrderedAlready(error: unknown): boolean {
  return error instanceof KMSInvalidStateException || error instanceof NotFoundException;
}

/** Milliseconds for which a call is made again: three calls of a run follow each other, and it has 110 seconds. */
const settlesWithin = 30_000;

/**
 * Makes a call for a KMS key that was just made. For up to some minutes, parts of KMS do not know it yet: the call is
 * made again, twice as late each time, for half a minute.
 */
export async function onNewKey<T>(call: () => Promise<T>): Promise<T> {
  const began = readClocks();
  for (let wait = 250; ; wait = Math.min(wait * 2, 5000))
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof NotFoundException) || ageSince(began) + wait > settlesWithin) throw error;
      await pauseFor(wait);
    }
}

/** The description of a KMS key. Instants are RFC 3339 UTC. */
export interface KeyDescription {
  /** As KMS names it: `Enabled`, `PendingDeletion` and others. */
  readonly state: string | undefined;
  readonly createdAt: string | undefined;
  /** When it will be destroyed, if its deletion is scheduled. */
  readonly goneAt: string | undefined;
}

/** Describes a KMS key; undefined for one that is gone. */
export async function describeKey(kmsKey: string): Promise<KeyDescription | undefined> {
  try {
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: kmsKey }));
    return {
      state: key?.KeyState,
      createdAt: key?.CreationDate?.toISOString(),
      goneAt: key?.DeletionDate?.toISOString(),
    };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/** The ARNs of every KMS key of the account in the Region, a thousand on each page. */
export async function* pagesOfKeys(): AsyncGenerator<string[]> {
  for (let Marker: string | undefined; ; ) {
    const page = await kms.send(new ListKeysCommand({ Limit: 1000, ...(Marker && { Marker }) }));
    yield (page.Keys ?? []).flatMap(({ KeyArn }) => KeyArn ?? []);
    if (!page.Truncated || !page.NextMarker) return;
    Marker = page.NextMarker;
  }
}
