import type { EnvelopeRow } from '../../model/key-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { tenantRange } from '../../model/tables.ts';
import { environment } from '../../platform/runtime/environment.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/** The sealer of a tenant's envelope, whose key is unwrapped by the deployment's own key for envelopes. */
export function envelopeSealer(
  tenant: string,
  { wrapped, salt }: Pick<EnvelopeRow, 'wrapped' | 'salt'>,
): Promise<Sealer> {
  const owner = { tenant, individual: tenantRange };
  const keys = { owner, shardSecret: salt, wrapped: { envelope: wrapped } };
  return unwrappedSealer(environment('ENVELOPE_KEY'), keys, 'envelope');
}
