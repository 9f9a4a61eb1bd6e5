import type { SignedStatement } from '../../domain/evidence/statement.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { auditSecretRow } from '../../model/key-rows.ts';
import { scheduleRow } from '../../model/statement-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import type { Appended } from '../audit/entries.ts';
import { commitOnce } from '../commit/commit.ts';
import { tenantFence } from '../tenants/tenants.ts';

/**
 * Whether the retention schedule of this end of the contract exists, and the secret that hides the tenant in the
 * audit log.
 */
export async function scheduleAndReference({ id, epoch }: Tenant): Promise<{
  readonly scheduled: boolean;
  readonly secret: string | undefined;
}> {
  const found = await readNamed({ schedule: scheduleRow.at(id, epoch), audit: auditSecretRow.at(id) });
  return {
    scheduled: found.schedule !== undefined,
    secret: auditSecretRow.from(found.audit)?.secret,
  };
}

/**
 * Stores a signed schedule with its audit entry, once: of two signed concurrently one is kept.
 * @throws Problem `tenant-not-open` when the tenant has changed since it was read
 */
export async function storeSchedule(
  tenant: Tenant,
  signed: SignedStatement,
  entry: Appended,
  at: string,
): Promise<void> {
  await commitOnce({ tenant, at }, [
    scheduleRow.put([tenant.id, tenant.epoch], { v: 1, signed }),
    tenantFence(tenant),
    ...entry.writes,
  ]);
}
