import type { Routes } from '../operation.ts';

/** The audit log and attestations. */
export const evidenceRoutes = {
  'attestation.read': {
    method: 'GET',
    path: '/v1/attestations/{attestation}',
    function: 'evidence',
    who: ['public'],
  },
  'attestation.answers': {
    method: 'GET',
    path: '/v1/attestations/{attestation}/answers',
    function: 'evidence',
    who: ['public'],
  },
  'audit.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/audit/entries',
    function: 'evidence',
    who: ['auditor', 'admin'],
  },
} as const satisfies Routes;
