import type { Routes } from '../operation.ts';

/** The state of a tenant between the end of its contract and the attestation of its erasure. */
export const retentionRoutes = {
  'retention.list': {
    method: 'GET',
    path: '/v1/retention',
    function: 'tenants',
    who: ['operator'],
  },
  'retention.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/retention',
    function: 'tenants',
    who: ['operator', 'admin', 'auditor'],
  },
} as const satisfies Routes;
