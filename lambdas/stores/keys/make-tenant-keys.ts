import { shards } from '../../domain/identifiers.ts';
import { auditSecretRow, shardSecretRow, tenantKeyRow } from '../../model/key-rows.ts';
import { tenantRange } from '../../model/tables.ts';
import { onNewKey } from '../../platform/aws/kms-keys.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { newBytes, newReference } from '../../platform/runtime/random.ts';
import { newDataKey } from './new-data-key.ts';

/** The keys of a new tenant. */
export interface NewTenantKeys {
  /** The secrets of its ranges: of each shard, and of the tenant's own (`t`). */
  readonly secrets: Readonly<Record<string, Uint8Array>>;
  /** The writes that store them and the tenant's reference in the audit log; none of these rows may exist already. */
  readonly writes: readonly Write[];
}

/** Makes the secrets, the audit secret and the two data keys of the tenant itself: two KMS calls. */
export async function newTenantKeys(tenant: string, kmsKey: string): Promise<NewTenantKeys> {
  const owner = { tenant, individual: tenantRange };
  const secrets = Object.fromEntries([...shards, tenantRange].map((range) => [range, newBytes(32)] as const));
  const keys = await Promise.all(
    (['tenant', 'index'] as const).map(async (use) => {
      const { plain, wrapped } = await onNewKey(() => newDataKey(kmsKey, owner, use));
      plain.fill(0);
      return { use, wrapped };
    }),
  );
  // Overwriting a key would make everything sealed under it unreadable.
  const guard = { if: absent };
  return {
    secrets,
    writes: [
      ...Object.entries(secrets).map(([range, secret]) =>
        shardSecretRow.put([tenant, range], { secret }, guard),
      ),
      auditSecretRow.put([tenant], { secret: newReference() }, guard),
      ...keys.map(({ use, wrapped }) => tenantKeyRow.put([tenant, use], { wrapped }, guard)),
    ],
  };
}
