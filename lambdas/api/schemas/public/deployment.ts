import * as z from 'zod/mini';
import type { Schemas } from '../../operation.ts';

/** Public documents of the deployment, and the page. */
export const deploymentSchemas = {
  'health.read': {
    summary: 'Whether the deployment answers, and which version it is',
    status: 200,
    answer: z.object({ status: z.literal('ok'), version: z.string() }),
  },
  'openapi.read': {
    summary: 'This API as OpenAPI 3.1',
    status: 200,
    contentType: 'application/json',
  },
  'docs.read': {
    summary: 'This API as a page to read',
    status: 200,
    contentType: 'text/html; charset=utf-8',
  },
  'security.read': {
    summary: 'How to report a weakness (RFC 9116)',
    status: 200,
    contentType: 'text/plain; charset=utf-8',
  },
  'keys.read': {
    summary: 'Public keys to check signed statements with (RFC 7517)',
    status: 200,
    contentType: 'application/jwk-set+json',
  },
  'page.read': {
    summary: "The individual's page",
    status: 200,
    contentType: 'text/html; charset=utf-8',
  },
  'page.file': {
    summary: "A style sheet, script or wording of the individual's page",
    status: 200,
    contentType: 'by file',
  },
} as const satisfies Schemas;
