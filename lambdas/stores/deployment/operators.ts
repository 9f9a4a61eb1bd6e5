import { vaultKey } from '../../model/key-registry.ts';
import type { OperatorRow } from '../../model/rows.ts';
import { absent, transact } from '../../platform/dynamodb/transaction.ts';
import { now } from '../../platform/runtime/clock.ts';
import { newBytes, newReference } from '../../platform/runtime/random.ts';
import { appendAudit } from '../audit/entries.ts';
import { principalId } from './principals.ts';

/** Who operates the deployment now, and whether this call made it so. */
export interface AddedOperator {
  /** SHA-256 of issuer and subject, in hex. */
  readonly id: string;
  readonly added: boolean;
}

/**
 * Makes a principal an operator of the deployment, with its entry in the deployment's own log, in one
 * transaction. One who is an operator already stays as they are, and nothing is written.
 */
export async function addOperator(issuer: string, subject: string): Promise<AddedOperator> {
  const id = principalId(issuer, subject);
  const at = now();
  const row: OperatorRow = { id, ref: newReference(), cursorSecret: newBytes(32), since: at };
  const known = new Error('an operator already');
  // The deployment has no reference of its own: the object stands under the new operator's, and goes with it.
  const { writes } = appendAudit({
    type: 'operator.added',
    at,
    actorRef: 'system',
    object: { id, under: row.ref },
  });
  try {
    await transact([
      { table: 'vault', put: { ...vaultKey.operator(id), ...row }, if: absent, else: known },
      ...writes,
    ]);
    return { id, added: true };
  } catch (error) {
    if (error !== known) throw error;
    return { id, added: false };
  }
}
