import type { Routes } from '../operation.ts';

/** Contracts and their ends. */
export const tenantRoutes = {
  'tenant.create': {
    method: 'POST',
    path: '/v1/tenants',
    function: 'tenants',
    who: ['operator'],
  },
  'tenant.list': {
    method: 'GET',
    path: '/v1/tenants',
    function: 'tenants',
    who: ['operator'],
  },
  'tenant.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
  'profile.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/profile',
    function: 'tenants',
    who: ['admin'],
  },
  'profile.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/profile',
    function: 'tenants',
    who: ['admin'],
  },
  'termination.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/termination',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
  'termination.confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/termination/confirmation',
    function: 'tenants',
    who: ['admin'],
  },
  'termination.undo': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/termination',
    function: 'tenants',
    who: ['operator', 'admin'],
  },
} as const satisfies Routes;
