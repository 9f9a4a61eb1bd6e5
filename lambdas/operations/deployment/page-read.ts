import { pagePolicy } from '../../api/security-headers.ts';
import type { Handler } from '../../http/serve.ts';
import { indexPage } from './documents.ts';

/** The individual's page: the same for everybody, without any data. */
export const pageRead: Handler<'page.read'> = async () => ({
  raw: { content: indexPage(), contentType: 'text/html; charset=utf-8', policy: pagePolicy },
});
