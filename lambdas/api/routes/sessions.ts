import type { Routes } from '../operation.ts';

/** How a link becomes a session, and a session a confirmed one. */
export const sessionRoutes = {
  'link.renew': {
    method: 'POST',
    path: '/v1/individual/links',
    function: 'individuals',
    who: ['public'],
  },
  'session.open': {
    method: 'POST',
    path: '/v1/individual/session',
    function: 'individuals',
    who: ['public'],
  },
  'session.read': {
    method: 'GET',
    path: '/v1/individual/session',
    function: 'individuals',
    who: ['link', 'standing', 'confirmed'],
  },
  'session.extend': {
    method: 'PATCH',
    path: '/v1/individual/session',
    function: 'individuals',
    who: ['link', 'standing', 'confirmed'],
  },
  'session.end': {
    method: 'DELETE',
    path: '/v1/individual/session',
    function: 'individuals',
    who: ['link', 'standing', 'confirmed'],
  },
  'code.send': {
    method: 'POST',
    path: '/v1/individual/session/code',
    function: 'individuals',
    who: ['link'],
  },
  'code.verify': {
    method: 'PUT',
    path: '/v1/individual/session/code',
    function: 'individuals',
    who: ['link'],
  },
  'arrival.read': {
    method: 'GET',
    path: '/v1/individual/arrival',
    function: 'individuals',
    who: ['link'],
  },
} as const satisfies Routes;
