import type { Sealer } from '../../model/row.ts';
import { tenantRange } from '../../model/tables.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { newBytes } from '../../platform/runtime/random.ts';
import { newDataKey } from './new-data-key.ts';
import { sealer } from './sealer.ts';

/** The key of a tenant's envelope, which outlives the tenant's own keys. */
export interface NewEnvelopeKey {
  readonly sealer: Sealer;
  readonly wrapped: Uint8Array;
  /** Used in place of a range's secret, which the shred deletes. */
  readonly salt: Uint8Array;
}

/** Makes the key of a tenant's envelope, under the deployment's own key for envelopes. */
export async function newEnvelopeKey(tenant: string): Promise<NewEnvelopeKey> {
  const owner = { tenant, individual: tenantRange };
  const { plain, wrapped } = await newDataKey(environment('ENVELOPE_KEY'), owner, 'envelope');
  const salt = newBytes(32);
  const made = sealer(owner, 'envelope', plain, salt);
  plain.fill(0);
  return { sealer: made, wrapped, salt };
}
