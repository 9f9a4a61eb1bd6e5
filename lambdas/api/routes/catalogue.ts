import type { Routes } from '../operation.ts';

/** Organisations that request and receive data, categories of records, notices. */
export const catalogueRoutes = {
  'organisation.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/organisations/{organisation}',
    function: 'catalogue',
    who: ['admin'],
  },
  'organisation.confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/organisations/{organisation}/confirmation',
    function: 'catalogue',
    who: ['admin'],
  },
  'organisation.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/organisations',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'organisation.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/organisations/{organisation}',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'category.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/categories/{category}',
    function: 'catalogue',
    who: ['admin'],
  },
  'category.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/categories',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'category.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/categories/{category}',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'notice.publish': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/notices',
    function: 'catalogue',
    who: ['admin'],
  },
  'notice.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'notice.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices/{notice}',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
  'notice.version': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/notices/{notice}/versions/{version}',
    function: 'catalogue',
    who: ['admin', 'provider', 'requester', 'auditor'],
  },
} as const satisfies Routes;
