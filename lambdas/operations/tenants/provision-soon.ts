import { faultOf, log } from '../../platform/observability/log.ts';
import { callKeymaker } from '../../stores/tenants/keymaker-call.ts';

/** Calls the keymaker for a tenant. A failure does not fail the call, since the reconciler calls it too. */
export async function provisionSoon(tenant: string): Promise<void> {
  try {
    await callKeymaker({ tenant });
  } catch (error) {
    log('warn', 'keymaker not called', { tenant, ...faultOf(error) });
  }
}
