import type { Routes } from '../operation.ts';

/** Electronic retrieval: everything of a tenant, encrypted to a key of its own. */
export const exportRoutes = {
  'export.ask': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/exports',
    function: 'tenants',
    who: ['admin'],
  },
  'export.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/exports',
    function: 'tenants',
    who: ['admin'],
  },
  'export.confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/exports/{export}/confirmation',
    function: 'tenants',
    who: ['admin'],
  },
  'export.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/exports/{export}',
    function: 'tenants',
    who: ['admin'],
  },
  'export.cancel': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/exports/{export}',
    function: 'tenants',
    who: ['admin'],
  },
  'export.manifest': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/exports/{export}/manifest',
    function: 'tenants',
    who: ['admin'],
  },
  'export.part-list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/exports/{export}/parts',
    function: 'tenants',
    who: ['admin'],
  },
  'export.part': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/exports/{export}/parts/{part}',
    function: 'tenants',
    who: ['admin'],
  },
} as const satisfies Routes;
