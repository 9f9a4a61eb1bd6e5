import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { pageFile as contentOf } from './documents.ts';

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/**
 * A style sheet, script, picture or wording of the individual's page.
 * @throws Problem `not-found`
 */
export const pageFile: Handler<'page.file'> = async ({ path }) => {
  const content = contentOf(path.file);
  const contentType = types[path.file.split('.').at(-1) ?? ''];
  if (content === undefined || contentType === undefined) throw new Problem('not-found');
  return { raw: { content, contentType } };
};
