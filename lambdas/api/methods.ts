import { publicOperations } from './operations/public.ts';

/** What the API's document says of paths: their methods, in small letters. */
export interface ApiPaths {
  readonly paths: Readonly<Record<string, object>>;
}

/**
 * The methods of a path by the API's document, `HEAD` among them where anybody may `GET`; none where the path is
 * unknown.
 */
export function methodsIn({ paths }: ApiPaths, path: string): string[] {
  const methods = Object.keys((Object.hasOwn(paths, path) && paths[path]) || {}).map((one) =>
    one.toUpperCase(),
  );
  const answersHead = publicOperations.some((one) => one.path === path && one.method === 'GET');
  return answersHead ? [...methods, 'HEAD'] : methods;
}
