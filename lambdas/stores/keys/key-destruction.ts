import {
  DescribeKeyCommand,
  KMSInvalidStateException,
  NotFoundException,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { kms } from './keyring.ts';

/** Where a KMS key is on its way out. */
export type KeyFate =
  | { readonly state: 'usable' }
  | { readonly state: 'pending'; readonly goneAt: string }
  | { readonly state: 'gone' };

/** The shortest that KMS allows, in days. */
const window = 7;

/** Orders the destruction of a KMS key in seven days. Done twice it is done once. */
export async function destroyKey(kmsKey: string): Promise<void> {
  try {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: kmsKey, PendingWindowInDays: window }));
  } catch (error) {
    const ordered = error instanceof KMSInvalidStateException || error instanceof NotFoundException;
    if (!ordered) throw error;
  }
}

/** What has become of a KMS key. AWS takes up to a day longer than it said. */
export async function fateOf(kmsKey: string): Promise<KeyFate> {
  try {
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: kmsKey }));
    if (key?.KeyState !== 'PendingDeletion' || !key.DeletionDate) return { state: 'usable' };
    return { state: 'pending', goneAt: key.DeletionDate.toISOString() };
  } catch (error) {
    if (error instanceof NotFoundException) return { state: 'gone' };
    throw error;
  }
}
