import * as z from 'zod/mini';
import { tenantId } from '../domain/identifiers.ts';
import { provision } from '../operations/keys/provision.ts';
import { reap } from '../operations/keys/reap.ts';
import { faultOf, log } from '../platform/observability/log.ts';

const input = z.union([z.strictObject({ tenant: tenantId }), z.strictObject({ task: z.literal('reap') })]);

/**
 * Makes tenants' keys; no HTTP request reaches it. It may be called any number of times, at once or after dying
 * anywhere: a tenant is opened once, by one transaction, and not before everything it needs is there.
 * @throws whatever went wrong, so that Lambda calls again; in the end the reconciler does
 */
export async function handler(event: unknown): Promise<{ outcome: string; count?: number }> {
  try {
    const call = input.parse(event);
    if ('task' in call) {
      const count = await reap();
      log('info', 'keymaker', { task: 'reap', outcome: 'done', count });
      return { outcome: 'done', count };
    }
    const outcome = await provision(call.tenant);
    log('info', 'keymaker', { task: 'provision', tenant: call.tenant, outcome });
    return { outcome };
  } catch (error) {
    log('error', 'keymaker', { outcome: 'failed', ...faultOf(error) });
    throw error;
  }
}
