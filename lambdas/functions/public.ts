import { methodsIn } from '../api/methods.ts';
import { publicOperations } from '../api/operations/public.ts';
import { serve } from '../http/serve.ts';
import { docsRead } from '../operations/deployment/docs-read.ts';
import { apiPaths } from '../operations/deployment/documents.ts';
import { healthRead } from '../operations/deployment/health-read.ts';
import { keysRead } from '../operations/deployment/keys-read.ts';
import { openapiRead } from '../operations/deployment/openapi-read.ts';
import { pageFile } from '../operations/deployment/page-file.ts';
import { pageRead } from '../operations/deployment/page-read.ts';
import { securityRead } from '../operations/deployment/security-read.ts';
import { now } from '../platform/runtime/clock.ts';

/**
 * What anybody may read, and the answer to methods that a path does not have. It reads no table, and nothing that it
 * refuses belongs to anybody, so there are no refusals to record.
 */
export const handler = serve(
  publicOperations,
  {
    'health.read': healthRead,
    'openapi.read': openapiRead,
    'docs.read': docsRead,
    'security.read': securityRead,
    'keys.read': keysRead,
    'page.read': pageRead,
    'page.file': pageFile,
  },
  { now, methodsAt: (path) => methodsIn(apiPaths(), path) },
);
