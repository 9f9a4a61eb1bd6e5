import { read } from '../../platform/dynamodb/reads.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { type Appended, appendAudit, type Event } from './entries.ts';

/** What happened to an object of a tenant's own; the entry hides its id under the tenant's audit secret. */
export interface TenantEvent extends Omit<Event, 'tenant' | 'individualRef' | 'object'> {
  readonly tenant: string;
  readonly object: string;
}

/**
 * Makes the audit entry of something that happened to an object of a tenant's own, under the tenant's audit secret,
 * which it reads; see `appendAudit`. Who reads other rows anyway reads the secret with them.
 * @throws Problem `tenant-not-open` when there is no secret: the tenant is not provisioned yet, or was shredded
 */
export async function tenantEntry({ object, ...event }: TenantEvent): Promise<Appended> {
  const [secret] = await read([tenantSecret(event.tenant)]);
  return appendAudit({ ...event, object: { id: object, under: secretIn(secret) } });
}
