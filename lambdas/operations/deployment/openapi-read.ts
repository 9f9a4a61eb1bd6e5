import type { Handler } from '../../http/serve.ts';
import { document } from './documents.ts';

/** The API as OpenAPI 3.1. */
export const openapiRead: Handler<'openapi.read'> = async () => ({
  raw: { content: document('openapi.json'), contentType: 'application/json' },
});
