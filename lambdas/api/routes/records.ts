import type { Routes } from '../operation.ts';

/** The records that a provider stores. */
export const recordRoutes = {
  'record.put': {
    method: 'PUT',
    path: '/v1/tenants/{tenant}/individuals/{individual}/records/{record}',
    function: 'records',
    who: ['provider'],
  },
  'record.batch': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/individuals/{individual}/records',
    function: 'records',
    who: ['provider'],
  },
} as const satisfies Routes;

/** The individual’s own records. */
export const myDataRoutes = {
  'my-data.read': {
    method: 'GET',
    path: '/v1/individual/data',
    function: 'rights',
    who: ['confirmed'],
  },
} as const satisfies Routes;
