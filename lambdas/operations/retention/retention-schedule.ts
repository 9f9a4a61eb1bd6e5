import type { Tenant } from '../../domain/members/authority.ts';
import { scheduleRecord } from '../../domain/retention/retention-record.ts';
import { evidenceKey, keysKey } from '../../model/key-registry.ts';
import { workflowEntry } from '../../model/tenant-ranges.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { holding, type Step } from '../../stores/retention/step.ts';
import { sign } from '../../stores/statements/signer.ts';
import type { StatementRow } from '../../stores/statements/statements.ts';
import { tenantFence } from '../../stores/tenants/tenants.ts';

/** Signs and stores the retention schedule of this end of the contract, once. */
export const retentionSchedule: Step = (attempt, run) =>
  holding(attempt, run, ['retrieval'], async ({ tenant }) => {
    const [known, audit] = await read([
      { table: 'evidence', key: evidenceKey.schedule(tenant.id, tenant.epoch) },
      { table: 'keys', key: keysKey.tenantAudit(tenant.id) },
    ]);
    if (!known) await announceSchedule(tenant, audit?.ref as string | undefined, run.at);
    return { outcome: 'scheduled' };
  });

/** Statement and entry are one transaction; of two signatures made at once one is kept. */
async function announceSchedule(tenant: Tenant, under: string | undefined, at: string): Promise<void> {
  const { id, epoch, endedAt = at, purgeAt = at, timeZone } = tenant;
  const entry = appendAudit(
    {
      type: 'retention.scheduled',
      at,
      tenant: id,
      actorRef: 'workflow',
      object: under === undefined ? undefined : { id, under },
      version: epoch,
    },
    workflowEntry(id, epoch, 'retention.scheduled'),
  );
  const signed = await sign({
    kind: 'retention-schedule',
    id: `${id}#${epoch}`,
    at,
    leaf: entry.leaf,
    record: scheduleRecord({
      tenant: id,
      epoch,
      endedAt,
      purgeAt,
      window: environment('RETENTION_WINDOW'),
      timeZone,
    }),
  });
  const row: StatementRow = { v: 1, signed };
  const known = new Error('scheduled already');
  try {
    await transact([
      tenantFence(tenant),
      { table: 'evidence', put: { ...evidenceKey.schedule(id, epoch), ...row }, if: absent, else: known },
      ...entry.writes,
    ]);
  } catch (error) {
    if (error !== known) throw error;
  }
}
