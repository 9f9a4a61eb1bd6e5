import { describeKey, isOrderedAlready, scheduleKeyDeletion } from '../../platform/aws/kms-keys.ts';

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
    await scheduleKeyDeletion(kmsKey, window);
  } catch (error) {
    if (!isOrderedAlready(error)) throw error;
  }
}

/** What has become of a KMS key. AWS takes up to a day longer than it said. */
export async function fateOf(kmsKey: string): Promise<KeyFate> {
  const key = await describeKey(kmsKey);
  if (!key) return { state: 'gone' };
  if (key.state !== 'PendingDeletion' || key.goneAt === undefined) return { state: 'usable' };
  return { state: 'pending', goneAt: key.goneAt };
}
