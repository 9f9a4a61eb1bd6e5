import type { Routes } from '../operation.ts';

/** Public documents of the deployment, and the page. */
export const deploymentRoutes = {
  'health.read': {
    method: 'GET',
    path: '/health',
    function: 'public',
    who: ['public'],
  },
  'openapi.read': {
    method: 'GET',
    path: '/openapi.json',
    function: 'public',
    who: ['public'],
  },
  'docs.read': {
    method: 'GET',
    path: '/docs',
    function: 'public',
    who: ['public'],
  },
  'security.read': {
    method: 'GET',
    path: '/.well-known/security.txt',
    function: 'public',
    who: ['public'],
  },
  'keys.read': {
    method: 'GET',
    path: '/.well-known/jwks.json',
    function: 'public',
    who: ['public'],
  },
  'page.read': {
    method: 'GET',
    path: '/',
    function: 'public',
    who: ['public'],
  },
  'page.file': {
    method: 'GET',
    path: '/page/{file}',
    function: 'public',
    who: ['public'],
  },
} as const satisfies Routes;
