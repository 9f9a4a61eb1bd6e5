import type { Routes } from '../operation.ts';

/** The consent-gated read. */
export const disclosureRoutes = {
  'disclosure.preview': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/disclosures/preview',
    function: 'disclosures',
    who: ['requester'],
  },
  'disclosure.create': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/disclosures',
    function: 'disclosures',
    who: ['requester'],
  },
  'disclosure.receipt': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/disclosures/{disclosure}/receipt',
    function: 'disclosures',
    who: ['requester'],
  },
} as const satisfies Routes;

/** Who read the individual’s data, or tried to. */
export const myDisclosureRoutes = {
  'my-disclosure.list': {
    method: 'GET',
    path: '/v1/individual/disclosures',
    function: 'rights',
    who: ['confirmed'],
  },
} as const satisfies Routes;
