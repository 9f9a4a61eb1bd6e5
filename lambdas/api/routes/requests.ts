import type { Routes } from '../operation.ts';

/** Consent requests, as members make and see them. */
export const requestRoutes = {
  'request.create': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/consent-requests',
    function: 'consents',
    who: ['requester'],
  },
  'request.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/consent-requests',
    function: 'consents',
    who: ['requester', 'admin'],
  },
  'request.read': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/consent-requests/{request}',
    function: 'consents',
    who: ['requester', 'admin'],
  },
  'request.cancel': {
    method: 'DELETE',
    path: '/v1/tenants/{tenant}/consent-requests/{request}',
    function: 'consents',
    who: ['requester'],
  },
  'request.remind': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/consent-requests/{request}/reminder',
    function: 'consents',
    who: ['requester'],
  },
} as const satisfies Routes;

/** A consent request, as the individual who decides on it sees it. */
export const myRequestRoutes = {
  'request.decline': {
    method: 'POST',
    path: '/v1/individual/requests/{request}/decline',
    function: 'individuals',
    who: ['link'],
  },
  'request.not-for-me': {
    method: 'POST',
    path: '/v1/individual/requests/{request}/not-for-me',
    function: 'individuals',
    who: ['link'],
  },
  'request.show': {
    method: 'GET',
    path: '/v1/individual/requests/{request}',
    function: 'individuals',
    who: ['confirmed'],
  },
  'request.preview': {
    method: 'POST',
    path: '/v1/individual/requests/{request}/preview',
    function: 'individuals',
    who: ['confirmed'],
  },
  'request.decide': {
    method: 'POST',
    path: '/v1/individual/requests/{request}/decision',
    function: 'individuals',
    who: ['confirmed'],
  },
} as const satisfies Routes;

/** The signed receipts of the individual’s refusals. */
export const myRefusalRoutes = {
  'request.receipt': {
    method: 'GET',
    path: '/v1/individual/requests/{request}/receipt',
    function: 'rights',
    who: ['confirmed'],
  },
  'my-refusal.list': {
    method: 'GET',
    path: '/v1/individual/refusals',
    function: 'rights',
    who: ['confirmed'],
  },
} as const satisfies Routes;
