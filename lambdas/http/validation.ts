import type { Operation, Schema } from '../api/operation.ts';
import { parameters } from '../api/parameters.ts';
import { Problem } from '../domain/problems.ts';
import { faultsOf } from './expectations.ts';
import { pointerPart } from './strict-json.ts';

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
  const repeated = entries.filter(([, values]) => values?.length !== 1);
  if (repeated.length > 0)
    throw new Problem('invalid-request', {
      errors: repeated.map(([name]) => ({ pointer: `/${pointerPart(name)}`, detail: 'expected once' })),
    });
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
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new Problem('invalid-request', { errors: faultsOf(result.error.issues).slice(0, 20) });
}
