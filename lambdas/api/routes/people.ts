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
  'restriction.set': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/individuals/{individual}/restriction',
    function: 'records',
    who: ['admin'],
  },
  'restriction.lift': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/individuals/{individual}/restriction',
    function: 'records',
    who: ['admin'],
  },
  'erasure.request': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/erasure',
    function: 'records',
    who: ['admin'],
  },
  'erasure.confirm': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/erasure/confirmation',
    function: 'records',
    who: ['admin'],
  },
  'erasure.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/individuals/{individual}/erasure',
    function: 'records',
    who: ['admin'],
  },
  'erasure.undo': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/individuals/{individual}/erasure',
    function: 'records',
    who: ['admin'],
  },
} as const satisfies Routes;

/** What individuals decide about their data as a whole. */
export const myRightsRoutes = {
  'my-erasure.stays': {
    method: 'GET',
    path: '/v1/individual/erasure/stays',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-restriction.read': {
    method: 'GET',
    path: '/v1/individual/restriction',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-restriction.set': {
    method: 'PUT',
    path: '/v1/individual/restriction',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-restriction.lift': {
    method: 'DELETE',
    path: '/v1/individual/restriction',
    function: 'rights',
    who: ['confirmed'],
  },
} as const satisfies Routes;

/** The address that an individual is reached at, changed by themselves. */
export const myContactRoutes = {
  'my-contact.change': {
    method: 'PATCH',
    path: '/v1/individual/contact',
    function: 'records',
    who: ['confirmed'],
  },
  'my-contact.confirm': {
    method: 'PUT',
    path: '/v1/individual/contact/code',
    function: 'records',
    who: ['confirmed'],
  },
} as const satisfies Routes;

/** How individuals have their data erased. */
export const myErasureRoutes = {
  'my-erasure.read': {
    method: 'GET',
    path: '/v1/individual/erasure',
    function: 'records',
    who: ['confirmed'],
  },
  'my-erasure.ask': {
    method: 'PUT',
    path: '/v1/individual/erasure',
    function: 'records',
    who: ['confirmed'],
  },
  'my-erasure.undo': {
    method: 'DELETE',
    path: '/v1/individual/erasure',
    function: 'records',
    who: ['confirmed'],
  },
} as const satisfies Routes;
