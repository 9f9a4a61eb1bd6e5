import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Key, Table } from '../../model/key-registry.ts';
import { keptBySweep, workflowEntry } from '../../model/tenant-ranges.ts';
import { pause } from '../../platform/dynamodb/backoff.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { count } from '../../platform/observability/log.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { plant, planted, surveyIndexes, surveyRanges, uproot } from '../../stores/erasure/residue.ts';
import { holding, type Step } from '../../stores/retention/step.ts';

/** How often an index is asked before what it shows counts as a residue. */
const indexTries = 120;
/** Between two of them: some 150 ms, as after a fourth attempt. */
const betweenTries = 4;

/**
 * Proves that nothing of the tenant is left but what the last steps need. The reading has to find rows planted in
 * every range first: a check that sees nothing because it looks nowhere proves nothing. A residue goes back to the
 * sweep.
 */
export const purgeVerify: Step = (attempt, run) =>
  holding(attempt, run, ['purging'], async ({ tenant }) => {
    const { id, epoch } = tenant;
    const kept = keptBySweep(id, epoch);
    await plant(id, run.at);
    const seen = await seesPlanted(id, kept);
    await uproot(id, run.at);
    if (!seen) return residue('blind', 0);
    const { planted: left, others } = await surveyRanges(id, kept);
    if (left + others > 0) return residue('residue', left + others);
    if (!(await indexesAreEmpty(id, kept))) return residue('residue', 1);
    await record(tenant, run.at);
    return { outcome: 'verified' };
  });

type Kept = (table: Table, key: Key) => boolean;

function residue(outcome: 'blind' | 'residue', rows: number) {
  count('ResidueAfterSweep');
  return { outcome: 'residue', why: outcome, count: rows };
}

async function seesPlanted(tenant: string, kept: Kept): Promise<boolean> {
  const found = await surveyRanges(tenant, kept);
  if (found.planted !== planted.rows) return false;
  for (let attempt = 0; attempt < indexTries; attempt++) {
    if ((await surveyIndexes(tenant, kept)).planted === planted.listed) return true;
    await pause(betweenTries);
  }
  return false;
}

/** An index cannot be read consistently: it has to be empty twice in a row. */
async function indexesAreEmpty(tenant: string, kept: Kept): Promise<boolean> {
  let empty = 0;
  for (let attempt = 0; attempt < indexTries; attempt++) {
    const found = await surveyIndexes(tenant, kept);
    empty = found.planted + found.others === 0 ? empty + 1 : 0;
    if (empty === 2) return true;
    await pause(betweenTries);
  }
  return false;
}

async function record({ id, epoch }: Tenant, at: string): Promise<void> {
  const { writes } = appendAudit(
    { type: 'purge.verified', at, tenant: id, actorRef: 'workflow', version: epoch },
    workflowEntry(id, epoch, 'purge.verified'),
  );
  try {
    await transact(writes);
  } catch (error) {
    // Verified before, by an attempt that went no further.
    if (!(error instanceof Problem && error.code === 'conflict')) throw error;
  }
}
