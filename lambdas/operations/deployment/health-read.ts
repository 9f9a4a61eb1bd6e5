import { version } from '../../api/version.ts';
import type { Handler } from '../../http/serve.ts';

/** Answers that the deployment works. It reads nothing, so that monitoring costs nothing. */
export const healthRead: Handler<'health.read'> = async () => ({
  body: { status: 'ok', version },
});
