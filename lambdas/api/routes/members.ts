import type { Routes } from '../operation.ts';

/** Members of a tenant. */
export const memberRoutes = {
  'member.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/members',
    function: 'tenants',
    who: ['admin', 'operator'],
  },
  'member.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/members',
    function: 'tenants',
    who: ['admin', 'auditor'],
  },
  'member.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/members/{member}',
    function: 'tenants',
    who: ['admin', 'auditor'],
  },
  'member.remove': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/members/{member}',
    function: 'tenants',
    who: ['admin'],
  },
} as const satisfies Routes;
