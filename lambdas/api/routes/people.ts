import type { Routes } from '../operation.ts';

/** The individuals that a provider enrols. */
export const peopleRoutes = {
  'individual.create': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals',
    function: 'records',
    who: ['provider'],
  },
  'individual.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/individuals/{individual}',
    function: 'records',
    who: ['provider'],
  },
  'individual.update': {
    method: 'PATCH',
    path: '/v1/tenants/{tenant}/individuals/{individual}',
    function: 'records',
    who: ['provider'],
  },
  'contact-change.confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/contact-change/confirmation',
    function: 'records',
    who: ['provider', 'admin'],
  },
  'individual.search': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/search',
    function: 'records',
    who: ['provider'],
  },
} as const satisfies Routes;
