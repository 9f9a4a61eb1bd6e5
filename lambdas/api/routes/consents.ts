import type { Routes } from '../operation.ts';

/** Consents, as members see and revoke them. */
export const consentRoutes = {
  'consent.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents',
    function: 'consents',
    who: ['requester', 'admin', 'auditor'],
  },
  'consent.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents/{consent}',
    function: 'consents',
    who: ['requester', 'admin', 'auditor'],
  },
  'consent.receipt': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/consents/{consent}/receipt',
    function: 'consents',
    who: ['requester', 'admin', 'auditor'],
  },
  'consent.revoke': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/consents/{consent}/revocation',
    function: 'consents',
    who: ['admin', 'operator'],
  },
} as const satisfies Routes;

/** The individual’s own consents, and their signed receipts. */
export const myConsentRoutes = {
  'my-consent.list': {
    method: 'GET',
    path: '/v1/individual/consents',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-consent.read': {
    method: 'GET',
    path: '/v1/individual/consents/{consent}',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-consent.receipt': {
    method: 'GET',
    path: '/v1/individual/consents/{consent}/receipt',
    function: 'rights',
    who: ['confirmed'],
  },
} as const satisfies Routes;

/** How an individual withdraws a consent. */
export const withdrawalRoutes = {
  'withdrawal.read': {
    method: 'GET',
    path: '/v1/individual/withdrawal',
    function: 'rights',
    who: ['standing'],
  },
  'my-consent.withdraw': {
    method: 'POST',
    path: '/v1/individual/consents/{consent}/withdrawal',
    function: 'rights',
    who: ['confirmed', 'standing'],
  },
} as const satisfies Routes;
