import { now } from '../adapters/clock.ts';
import { publicOperations } from '../contract/operations/public.ts';
import { serve } from '../http/serve.ts';
import { docsRead } from './docs-read.ts';
import { healthRead } from './health-read.ts';
import { keysRead } from './keys-read.ts';
import { openapiRead } from './openapi-read.ts';
import { pageFile } from './page-file.ts';
import { pageRead } from './page-read.ts';
import { securityRead } from './security-read.ts';

/** What anybody may read. It touches no table, so there is no refusal to record: nothing here is anyone's. */
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
  { now },
);
