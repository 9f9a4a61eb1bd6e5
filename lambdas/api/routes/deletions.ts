import type { Routes } from '../operation.ts';

/** Requests to those who have read somebody's data to delete them, after an erasure. */
export const deletionRoutes = {
  'deletion.list': {
    method: 'GET',
    path: '/v1/tenants/{tenant}/deletion-requests',
    function: 'catalogue',
    who: ['requester', 'admin'],
  },
  'deletion.answer': {
    method: 'POST',
    path: '/v1/tenants/{tenant}/deletion-requests/{deletion}/answer',
    function: 'catalogue',
    who: ['requester'],
  },
} as const satisfies Routes;
