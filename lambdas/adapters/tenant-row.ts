import type { Tenant } from '../domain/authority.ts';
import type { Row } from './dynamo.ts';

/** The tenant that a row of Vault holds; the row has nothing else but key, listing and a pending termination. */
export function tenantOf(row: Row): Tenant {
  return {
    id: row.id as string,
    name: row.name as string,
    country: row.country as string,
    timeZone: row.timeZone as string,
    languages: row.languages as Tenant['languages'],
    helpPhone: row.helpPhone as string,
    createdAt: row.createdAt as string,
    version: row.version as number,
    state: row.state as Tenant['state'],
    epoch: row.epoch as number,
    endsAt: row.endsAt as string | undefined,
    endedAt: row.endedAt as string | undefined,
    purgeAt: row.purgeAt as string | undefined,
    kmsKey: row.kmsKey as string | undefined,
    cursorSecret: row.cursorSecret as Uint8Array,
  };
}
