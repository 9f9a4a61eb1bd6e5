import { operatorRow } from '../../model/member-rows.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { now } from '../../platform/runtime/clock.ts';
import { newBytes, newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../audit/entries.ts';
import { commitOnce } from '../commit/commit.ts';
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
 */
export async function addOperator(issuer: string, subject: string): Promise<AddedOperator> {
  const id = principalId(issuer, subject);
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
