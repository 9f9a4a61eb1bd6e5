import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { keysKey } from '../../model/key-registry.ts';
import { rangeNames, workflowEntry } from '../../model/tenant-ranges.ts';
import { transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { destroyKey } from '../../stores/keys/key-destruction.ts';
import { holding, type Step } from '../../stores/retention/step.ts';

/**
 * Destroys the keys: the secrets of all ranges, and the tenant's KMS key in seven days. From here nothing opens. A
 * constant number of calls, whatever the amount of data.
 */
export const purgeShred: Step = (attempt, run) =>
  holding(attempt, run, ['purging'], async ({ tenant }) => {
    await shredSecrets(tenant, run.at);
    if (tenant.kmsKey) await destroyKey(tenant.kmsKey);
    return { outcome: 'shredded' };
  });

/** Secrets and entry are one transaction: when the entry is there, they are gone. */
async function shredSecrets({ id, epoch }: Tenant, at: string): Promise<void> {
  const { writes } = appendAudit(
    { type: 'purge.shredded', at, tenant: id, actorRef: 'workflow', version: epoch },
    workflowEntry(id, epoch, 'purge.shredded'),
  );
  const secrets = rangeNames.map((range): Write => ({ table: 'keys', remove: keysKey.shard(id, range) }));
  try {
    await transact([...secrets, ...writes]);
  } catch (error) {
    // The entry is there already.
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
  }
}
