import type { Routes } from '../operation.ts';

/** Where a tenant stands between the end of its contract and the attestation. */
export const retentionRoutes = {
  'retention.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/retention',
    function: 'tenants',
    who: ['operator', 'admin', 'auditor'],
  },
} as const satisfies Routes;
