import { bitsOf } from '../../domain/identifiers.ts';
import { type Kept, keptBelow, keysBelow, removeKept } from '../../platform/aws/s3.ts';
import { together } from '../../platform/dynamodb/together.ts';
import { newReference } from '../../platform/runtime/random.ts';

/** How many objects are deleted at once. */
const abreast = 8;

/** Below which prefix all objects of a tenant are. */
export const objectsOf = (tenant: string) => `exports/${tenant}/`;
/** Below which prefix those of one export are. */
export const objectsOfExport = (tenant: string, id: string) => `${objectsOf(tenant)}${bitsOf(id)}/`;

/**
 * A new key for a part of an export.
 * @param erasures how many erasures the export knew of when the part's rows were read.
 */
export const newObject = (tenant: string, id: string, n: number, erasures: number) =>
  `${objectsOfExport(tenant, id)}${n}-${erasures}-${newReference()}`;

/** How many erasures an export knew of when this object's rows were read. */
const erasuresOf = (key: string) => Number(key.split('/').at(-1)?.split('-')[1]);

/**
 * Deletes the objects of an export whose rows were read before it knew of so many erasures, but for some. Nothing names
 * an object of these later on.
 * @returns whether none is left; false when the time was up before
 */
export async function removeOlderObjects(
  prefix: string,
  erasures: number,
  but: ReadonlySet<string>,
  timeIsUp: () => boolean,
): Promise<boolean> {
  for await (const keys of keysBelow(prefix))
    for (const key of keys) {
      if (erasuresOf(key) >= erasures || but.has(key)) continue;
      if (timeIsUp()) return false;
      await removeKept({ key });
    }
  return true;
}

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
