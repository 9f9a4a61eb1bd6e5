import { pagePolicy } from '../../api/security-headers.ts';
import type { Handler } from '../../http/serve.ts';
import { document } from './documents.ts';

/** The API documentation as a page; its style sheet is one of the page's files. */
export const docsRead: Handler<'docs.read'> = async () => ({
  raw: { content: document('api.html'), contentType: 'text/html; charset=utf-8', policy: pagePolicy },
});
