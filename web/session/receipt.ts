import type { Answer } from '../api.ts';

/** A signed statement: a record and the leaf of the audit tree it stands in, if it has one. */
export type Signed = Answer<'my-consent.receipt'>;

/** The text at a path of member names; empty when there is none: records are open-ended by their standard. */
export function textAt(record: unknown, ...path: readonly string[]): string {
  const value = valueAt(record, path);
  return typeof value === 'string' ? value : '';
}

/** The number at a path of member names; undefined when there is none. */
export function numberAt(record: unknown, ...path: readonly string[]): number | undefined {
  const value = valueAt(record, path);
  return typeof value === 'number' ? value : undefined;
}

const valueAt = (record: unknown, path: readonly string[]) =>
  path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, name)
        ? (part as Record<string, unknown>)[name]
        : undefined,
    record,
  );
