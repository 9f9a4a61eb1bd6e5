import { callKeymaker } from '../adapters/keymaker.ts';
import { faultOf, log } from '../http/log.ts';

/** Calls the keymaker for a tenant. What has happened already never fails for it: the reconciler calls again. */
export async function provisionSoon(tenant: string): Promise<void> {
  try {
    await callKeymaker({ tenant });
  } catch (error) {
    log('warn', 'keymaker not called', { tenant, ...faultOf(error) });
  }
}
