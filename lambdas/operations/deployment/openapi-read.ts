import type { publicOperations } from '../../api/operations/public.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { document } from './documents.ts';

/** The API as OpenAPI 3.1. */
export const openapiRead: HandlerOf<typeof publicOperations, 'openapi.read'> = async () => ({
  raw: { content: document('openapi.json'), contentType: 'application/json' },
});
