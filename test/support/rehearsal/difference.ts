/*
 * What an act has changed, said so that two acts of the same effect say the same: ids and secrets that were made by it
 * are not told, nor by which attempt, and since when it goes on.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RehearsedAws } from './aws.ts';
import type { Item } from './conditions.ts';
import { remembered } from './remembered.ts';

const untold = new Set(['attempt', 'execution', 'since', 'fault']);

/** Tells the differences to the tables as they are now, in order. */
export function differencesSince(aws: RehearsedAws): () => string[] {
  const before = known(aws);
  const named = (text: string) => {
    // There is no id in it.
    if (text.length < 32) return text;
    return (
      text
        .replace(/[0-9a-f]{32}/g, (one) => (before.has(one) ? one : '*'))
        .replace(/[A-Za-z0-9_.-]{80,}/g, (one) =>
          one.includes('*') || /^\w{3}_[0-9a-f]{64}$/.test(one) ? one : '*',
        )
        // The shard of what was made is a matter of chance.
        .replace(/(A#tnt_[0-9a-f]{32}#|L#tnt_[0-9a-f]{32}#)[0-9a-f]$/, '$1*')
    );
  };
  const told = (value: AttributeValue): unknown => {
    if (value.S !== undefined) return named(value.S);
    if (value.B !== undefined) return 'bytes';
    if (value.L) return value.L.map(told);
    if (value.M) return contentOf(value.M);
    return Object.values(value)[0];
  };
  const contentOf = (item: Item): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(item)
        .filter(([name]) => !untold.has(name))
        .map(([name, value]): [string, unknown] => [named(name), told(value)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  // No item is ever changed: another one takes its place.
  const textOf = remembered((item: Item) => JSON.stringify(contentOf(item)));
  const said = (item: Item | undefined) => item && textOf(item);
  return () => {
    const rows = aws.tables.changes().flatMap(({ table, pk, sk, before: was, after }) => {
      const [name, content] = [`${table} ${named(pk)} ${named(sk)}`, said(after)];
      // What was sealed anew says the same.
      return content === said(was) ? [] : [content === undefined ? `- ${name}` : `+ ${name} ${content}`];
    });
    return [...rows, ...aws.outside()].sort();
  };
}

/** All ids and hashes that stand in the tables. */
function known({ tables }: RehearsedAws): ReadonlySet<string> {
  const found = ['vault', 'keys', 'evidence'].flatMap((table) => tables.rows(table).flatMap(textsIn));
  return new Set(found.flatMap((text) => text.match(/[0-9a-f]{32}/g) ?? []));
}

/** Where found differs from wanted, to be read; undefined where it does not. */
export function otherwise(wanted: readonly string[], found: readonly string[]): string | undefined {
  const missing = wanted.filter((one) => !found.includes(one));
  const more = found.filter((one) => !wanted.includes(one));
  if (missing.length + more.length === 0 && wanted.length === found.length) return undefined;
  const part = (one = '', other = '') => {
    const at = [...one].findIndex((letter, i) => letter !== other[i]);
    return `${one.slice(0, 100)} … ${one.slice(Math.max(at - 20, 0), at + 60)}`;
  };
  return [
    `${found.length} changes instead of ${wanted.length}`,
    ...missing.slice(0, 2).map((one, i) => `  not: ${part(one, more[i])}`),
    ...more.slice(0, 2).map((one, i) => `  but: ${part(one, missing[i])}`),
  ].join('\n');
}

function textsIn(item: Item): string[] {
  return Object.entries(item).flatMap(([name, value]) => [name, ...textsOf(value)]);
}

function textsOf({ S, L, M }: AttributeValue): string[] {
  if (S !== undefined) return [S];
  return [...(L ?? []).flatMap(textsOf), ...(M ? textsIn(M) : [])];
}
