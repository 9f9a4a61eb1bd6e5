import { ledgerRow } from '../../model/erasure-rows.ts';
import { hmacOf } from '../../platform/aws/kms-signing.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** Whose data is erased: a whole tenant's, or one individual's. */
export interface Erased {
  readonly tenant: string;
  readonly individual?: string | undefined;
}

/**
 * The row of the erasure ledger, to be written with the point of no return. Its key is an HMAC under the deployment's
 * own key: it names nobody, and after a restore it can still be matched when the tenant's keys are gone.
 */
export async function ledgerRowOf(erased: Erased, epoch: number, at: string): Promise<Write> {
  const { tenant, individual } = erased;
  // Ids hold no line break, so different pairs give different messages.
  const message = Buffer.from(individual === undefined ? tenant : `${tenant}\n${individual}`, 'utf8');
  const pseudonym = Buffer.from(await hmacOf(environment('LEDGER_KEY'), message)).toString('hex');
  const scope = individual === undefined ? 'tenant' : 'individual';
  return ledgerRow.put([pseudonym], { v: 1, scope, epoch, at });
}
