import { type Held, readHeld } from '../holds/held.ts';
import type { Leased } from '../retention/lease.ts';
import type { ErasureScope } from './scope.ts';
import { tenantScope } from './tenant-scope.ts';

/** What this round of a purge removes. */
export function purgeScope({ tenant, lease }: Leased, held: Held): ErasureScope {
  return tenantScope(tenant, held, lease.round);
}

/** The same, with who is held read anew. */
export async function readPurgeScope(leased: Leased): Promise<ErasureScope> {
  return purgeScope(leased, await readHeld(leased.tenant.id));
}
