import { Problem } from '../../domain/problems.ts';
import { memberRow, operatorRow } from '../../model/member-rows.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { now } from '../../platform/runtime/clock.ts';
import { newBytes, newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../audit/entries.ts';
import { commitOnce } from '../commit/commit.ts';
import { type TenantsPage, tenantsPage } from '../retention/all-tenants.ts';
import { principalId } from './principals.ts';

/** An operator, and whether this call added them. */
export interface AddedOperator {
  /** SHA-256 of issuer and subject, in hex. */
  readonly id: string;
  readonly added: boolean;
}

/** Whether a principal is an operator of the deployment. */
export async function operates(principal: string): Promise<boolean> {
  const { row } = await readNamed({ row: operatorRow.at(principal) });
  return row !== undefined;
}

/**
 * Makes a principal an operator of the deployment, with an entry in the deployment's own log, in one transaction. For
 * someone who already is an operator, nothing is written.
 * @throws Problem `separation-of-duties` for a member of a tenant: an operator belongs to none
 */
export async function addOperator(issuer: string, subject: string): Promise<AddedOperator> {
  const id = principalId(issuer, subject);
  if (await isMember(id))
    throw new Problem('separation-of-duties', { detail: 'an operator belongs to no tenant' });
  const at = now();
  const ref = newReference();
  // The deployment has no audit reference: the object is hidden under the new operator's, and is unlinkable once that
  // is deleted.
  const { writes } = appendAudit({
    type: 'operator.added',
    at,
    actorRef: 'system',
    object: { id, under: ref },
  });
  const row = operatorRow.put([id], { id, ref, cursorSecret: newBytes(32), since: at });
  return { id, added: await commitOnce({ tenant: 'deployment', at }, [row, ...writes]) };
}

/** Whether a principal is a member of any tenant; reads one row of each. */
async function isMember(principal: string): Promise<boolean> {
  let start: TenantsPage['next'];
  do {
    const { tenants, next } = await tenantsPage(start);
    const rows = await read(tenants.map((tenant) => memberRow.at(tenant, principal)));
    if (rows.some((row) => row !== undefined)) return true;
    start = next;
  } while (start);
  return false;
}
