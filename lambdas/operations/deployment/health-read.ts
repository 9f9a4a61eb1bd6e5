import { version } from '../../api/version.ts';
import type { Handler } from '../../http/serve.ts';

/** That the deployment answers; it asks nothing else, so that a monitor costs nothing. */
export const healthRead: Handler<'health.read'> = async () => ({
  body: { status: 'ok', version },
});
