import { bitsOf } from '../../domain/identifiers.ts';
import { type Kept, keptBelow, removeKept } from '../../platform/aws/s3.ts';
import { together } from '../../platform/dynamodb/together.ts';

/** How many objects are deleted at once. */
const abreast = 8;

/** Below which prefix all objects of a tenant are. */
export const objectsOf = (tenant: string) => `exports/${tenant}/`;
/** Below which prefix those of one export are. */
export const objectsOfExport = (tenant: string, id: string) => `${objectsOf(tenant)}${bitsOf(id)}/`;

/**
 * Deletes whatever is kept below a prefix, unfinished uploads and former versions too. It reads from the head again
 * and again, so that after a crash it is simply done once more.
 * @returns whether nothing else is left; false when the time was up before
 */
export async function removeObjects(prefix: string, timeIsUp: () => boolean): Promise<boolean> {
  while (!timeIsUp()) {
    const pending = await keptBelow(prefix);
    if (pending.length === 0) return true;
    const worker = async () => {
      for (let one = pending.pop(); one !== undefined && !timeIsUp(); one = pending.pop())
        await removeKept(one);
    };
    await together(Array.from({ length: abreast }, worker));
  }
  return false;
}

/** What is left of a tenant's objects: up to a thousand, and none only when nothing is. */
export function objectsLeft(tenant: string): Promise<Kept[]> {
  return keptBelow(objectsOf(tenant));
}
