import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { Problem } from '../../domain/problems.ts';
import { evidenceKey } from '../../model/key-registry.ts';
import { kms } from '../../platform/aws/kms.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** Whose data is destroyed: a whole tenant, or one individual of it. */
export interface Erased {
  readonly tenant: string;
  readonly individual?: string | undefined;
}

/**
 * The entry of the erasure ledger, to be written with the point of no return. It names nobody: its key is an HMAC
 * under the deployment's own key, so that after a restore a row can be matched though the tenant's keys are gone.
 */
export async function ledgerEntry(erased: Erased, epoch: number, at: string): Promise<Write> {
  const { tenant, individual } = erased;
  const answer = await kms.send(
    new GenerateMacCommand({
      KeyId: environment('LEDGER_KEY'),
      MacAlgorithm: 'HMAC_SHA_256',
      // Ids hold no line break, so that no two pairs are one message.
      Message: Buffer.from(individual === undefined ? tenant : `${tenant}\n${individual}`, 'utf8'),
    }),
  );
  if (!answer.Mac) throw new Problem('unavailable');
  const pseudonym = Buffer.from(answer.Mac).toString('hex');
  const scope = individual === undefined ? 'tenant' : 'individual';
  return { table: 'evidence', put: { ...evidenceKey.ledger(pseudonym), v: 1, scope, epoch, at } };
}
