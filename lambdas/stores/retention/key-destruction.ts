import { describeKey, isOrderedAlready, scheduleKeyDeletion } from '../../platform/aws/kms-keys.ts';

/** Whether a KMS key can be used, will be destroyed, or has been. */
export type KeyStatus =
  | { readonly state: 'usable' }
  | { readonly state: 'pending'; readonly goneAt: string }
  | { readonly state: 'gone' };

/** The shortest waiting period that KMS allows, in days. */
const window = 7;

/** Schedules the deletion of a KMS key in seven days. Idempotent. */
export async function destroyKey(kmsKey: string): Promise<void> {
  try {
    await scheduleKeyDeletion(kmsKey, window);
  } catch (error) {
    if (!isOrderedAlready(error)) throw error;
  }
}

/** The status of a KMS key. AWS may take up to a day longer than announced. */
export async function keyStatus(kmsKey: string): Promise<KeyStatus> {
  const key = await describeKey(kmsKey);
  if (!key) return { state: 'gone' };
  if (key.state !== 'PendingDeletion' || key.goneAt === undefined) return { state: 'usable' };
  return { state: 'pending', goneAt: key.goneAt };
}
