import type { Operation, Schema } from '../api/operation.ts';
import { parameters } from '../api/parameters.ts';
import { type InputFault, Problem } from '../domain/problems.ts';

/**
 * Path variables, each checked for the form its name requires.
 * @throws Problem `not-found` for an id that cannot exist
 */
export function pathOf(given: Readonly<Record<string, string | undefined>> | null): Record<string, string> {
  const path: Record<string, string> = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    const schema = parameters[name as keyof typeof parameters];
    if (!schema?.safeParse(value).success || value === undefined) throw new Problem('not-found');
    path[name] = value;
  }
  return path;
}

/** The query under its schema; a parameter that is unknown or given twice is refused. */
export function queryOf(
  operation: Operation,
  given: Readonly<Record<string, string[] | undefined>> | null,
): unknown {
  const entries = Object.entries(given ?? {});
  if (entries.some(([, values]) => values?.length !== 1))
    throw new Problem('invalid-request', { errors: [{ pointer: '', detail: 'a query name is repeated' }] });
  const query = Object.fromEntries(entries.map(([name, values]) => [name, values?.[0]]));
  if (!operation.query) {
    if (entries.length > 0)
      throw new Problem('invalid-request', { errors: [{ pointer: '', detail: 'no query expected' }] });
    return undefined;
  }
  return validated(operation.query, query);
}

/**
 * Checks a value against its schema.
 * @throws Problem `invalid-request` with pointers; it never quotes values
 */
export function validated(schema: Schema | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map(
    (issue): InputFault => ({
      pointer: issue.path.map((part) => `/${pointerPart(String(part))}`).join(''),
      detail: detailOf(issue.code, issue.message),
    }),
  );
  throw new Problem('invalid-request', { errors });
}

// Names of unknown members are the caller's text: they are not quoted unless they are plain names.
const pointerPart = (part: string) => (/^[A-Za-z0-9._-]{1,64}$/.test(part) ? part : '?');
const detailOf = (code: string | undefined, message: string) =>
  code === 'unrecognized_keys' ? 'unknown members' : code === 'invalid_key' ? 'invalid name' : message;
