import type { ApiPaths } from '../../api/methods.ts';
import { filesIn } from '../../platform/runtime/files.ts';

const docs = filesIn('docs');
const page = filesIn('page');

/** A document that the bundle must contain: without it, the deployment is broken. */
function required(name: string, content: string | undefined): string {
  if (content === undefined) throw new Error(`${name} is missing beside the bundle`);
  return content;
}

/** A generated document of the API. */
export function document(name: 'openapi.json' | 'api.html'): string {
  return required(name, docs(name));
}

let paths: ApiPaths | undefined;

/** What the API's document says of paths. Read once, when it is first asked for. */
export function apiPaths(): ApiPaths {
  paths ??= JSON.parse(document('openapi.json')) as ApiPaths;
  return paths;
}

/** The individual's page itself. */
export function indexPage(): string {
  return required('index.html', page('index.html'));
}

/** A file of the page; undefined when there is none of that name. */
export function pageFile(name: string): string | undefined {
  return page(name);
}
