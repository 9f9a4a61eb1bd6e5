import { type LedgerRow, ledgerRow, type Promised } from '../../model/erasure-rows.ts';
import { hmacOf } from '../../platform/aws/kms-signing.ts';
import { read } from '../../platform/dynamodb/reads.ts';
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
export async function ledgerRowOf(
  erased: Erased,
  epoch: number,
  at: string,
  promised?: Promised,
): Promise<Write> {
  const pseudonym = await pseudonymOf(erased);
  const scope = erased.individual === undefined ? 'tenant' : 'individual';
  return ledgerRow.put([pseudonym], { v: 1, scope, epoch, at, promised });
}

/** Calls of KMS at once: it is shared with everybody who reads. */
const hmacsAtOnce = 20;

/** What the erasure ledger says of these, in their order; undefined for those that were never erased. */
export async function ledgerOf(some: readonly Erased[]): Promise<(LedgerRow | undefined)[]> {
  const pseudonyms: string[] = [];
  for (let start = 0; start < some.length; start += hmacsAtOnce)
    pseudonyms.push(...(await Promise.all(some.slice(start, start + hmacsAtOnce).map(pseudonymOf))));
  const rows = await read(pseudonyms.map((pseudonym) => ledgerRow.at(pseudonym)));
  return rows.map((row) => ledgerRow.from(row));
}

async function pseudonymOf({ tenant, individual }: Erased): Promise<string> {
  // Ids hold no line break, so different pairs give different messages.
  const message = Buffer.from(individual === undefined ? tenant : `${tenant}\n${individual}`, 'utf8');
  return Buffer.from(await hmacOf(environment('LEDGER_KEY'), message)).toString('hex');
}
