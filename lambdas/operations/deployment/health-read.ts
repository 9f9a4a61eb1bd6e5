import type { publicOperations } from '../../api/operations/public.ts';
import { version } from '../../api/version.ts';
import type { HandlerOf } from '../../http/serve.ts';

/** That the deployment answers; it asks nothing else, so that a monitor costs nothing. */
export const healthRead: HandlerOf<typeof publicOperations, 'health.read'> = async () => ({
  body: { status: 'ok', version },
});
