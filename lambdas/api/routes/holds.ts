import type { Routes } from '../operation.ts';

/** Legal holds, which stop a purge, of a tenant or of one individual. */
export const holdRoutes = {
  'hold.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/legal-hold',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
  'individual-hold.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/individuals/{individual}/legal-hold',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
  'hold.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/legal-holds',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
  'hold.release': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/legal-hold/release',
    function: 'tenants',
    who: ['admin'],
  },
  'hold.release-confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/legal-hold/release/confirmation',
    function: 'tenants',
    who: ['admin'],
  },
  'individual-hold.release': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/legal-hold/release',
    function: 'tenants',
    who: ['admin'],
  },
  'individual-hold.release-confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/legal-hold/release/confirmation',
    function: 'tenants',
    who: ['admin'],
  },
} as const satisfies Routes;
