import {
  TransactionCanceledException,
  TransactionInProgressException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { Problem, type ProblemCode } from '../../domain/problems.ts';
import { now } from '../runtime/clock.ts';
import { newToken } from '../runtime/random.ts';
import { pause } from './backoff.ts';
import type { Key, Row } from './key.ts';
import { LostRace } from './lost-race.ts';
import { dynamo, tableName, toItem } from './reads.ts';
import { isThrottle, isThrottleCode } from './throttle.ts';

/** A condition on one row, as DynamoDB evaluates it. */
export interface Condition {
  readonly expression: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/** The row does not exist yet. */
export const absent: Condition = { expression: 'attribute_not_exists(pk)', names: {}, values: {} };

/** The row exists. */
export const present: Condition = { expression: 'attribute_exists(pk)', names: {}, values: {} };

/** The row exists and these attributes have these values. */
export function equals(attributes: Record<string, unknown>): Condition {
  const entries = Object.entries(attributes);
  return {
    expression: ['attribute_exists(pk)', ...entries.map((_, i) => `#c${i} = :c${i}`)].join(' AND '),
    names: Object.fromEntries(entries.map(([name], i) => [`#c${i}`, name])),
    values: Object.fromEntries(entries.map(([, value], i) => [`:c${i}`, value])),
  };
}

/** The row exists and these attributes are as they were read; undefined means that the attribute was absent. */
export function unchanged(attributes: Record<string, unknown>): Condition {
  const there = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const missing = Object.keys(attributes).filter((name) => attributes[name] === undefined);
  const { expression, names, values } = equals(Object.fromEntries(there));
  return {
    expression: [expression, ...missing.map((_, i) => `attribute_not_exists(#m${i})`)].join(' AND '),
    names: { ...names, ...Object.fromEntries(missing.map((name, i) => [`#m${i}`, name])) },
    values,
  };
}

/** The condition of a write, and what is thrown when it does not hold. */
export interface Guard {
  readonly if?: Condition | undefined;
  /** What is thrown when the condition does not hold: a problem (`conflict` by default), or the loss of a race. */
  readonly else?: ProblemCode | { readonly race: string } | Error;
}

interface Guarded extends Guard {
  readonly table: string;
}

/** How many rows one transaction takes. */
export const rowsAtMost = 100;

/** One row of a transaction. */
export type Write =
  | (Guarded & { readonly put: Row })
  | (Guarded & { readonly check: Key; readonly if: Condition })
  | (Guarded & { readonly remove: Key })
  | (Guarded & {
      readonly update: Key;
      readonly set?: Record<string, unknown>;
      readonly add?: Record<string, number>;
      readonly unset?: readonly string[];
    });

const isRetried = (code: string | undefined) => code === 'TransactionConflict' || isThrottleCode(code);
const attempts = 12;

/**
 * Writes all rows or none. A transaction that conflicts with another one is retried with jitter, a bounded number of
 * times; the SDK does not retry it, because a cancelled transaction is not a throttled one.
 * @param until no attempt begins at this instant or later.
 * @throws the `else` of the first write, in order, whose condition does not hold
 * @throws Problem `unavailable` when the conflicts do not end, or not in time
 */
export async function transact(writes: readonly Write[], until?: string): Promise<void> {
  const items = writes.map(toTransactItem);
  // A retry of a transaction that is still in progress keeps the token; otherwise it could be applied twice.
  let token = newToken();
  for (let attempt = 1; ; attempt++) {
    if (until !== undefined && now() >= until) throw new Problem('unavailable', { retryAfter: 1 });
    try {
      await dynamo.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
      return;
    } catch (error) {
      if (error instanceof TransactionInProgressException || isThrottle(error)) {
        if (attempt >= attempts) throw new Problem('unavailable', { retryAfter: 1, cause: error });
      } else if (error instanceof TransactionCanceledException) {
        const reasons = error.CancellationReasons ?? [];
        const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
        if (failed >= 0) throw refusalOf(writes[failed], error);
        if (!reasons.some((reason) => isRetried(reason.Code))) throw error;
        if (attempt >= attempts) throw new Problem('unavailable', { retryAfter: 1, cause: error });
        token = newToken();
      } else throw error;
      await pause(attempt);
    }
  }
}

function refusalOf(write: Write | undefined, cause: Error): Error {
  const reason = write?.else ?? 'conflict';
  if (reason === 'conflict')
    return new Problem(reason, {
      detail: 'another call changed it at the same time: read it again, then try again',
      retryAfter: 1,
      cause,
    });
  if (typeof reason === 'string') return new Problem(reason, { cause });
  return reason instanceof Error ? reason : new LostRace(reason.race, { cause });
}

function conditionOf(write: Write, names: Record<string, string> = {}, values: Record<string, unknown> = {}) {
  const allNames = { ...names, ...write.if?.names };
  const allValues = { ...values, ...write.if?.values };
  return {
    TableName: tableName(write.table),
    ...(write.if && { ConditionExpression: write.if.expression }),
    ...(Object.keys(allNames).length > 0 && { ExpressionAttributeNames: allNames }),
    ...(Object.keys(allValues).length > 0 && { ExpressionAttributeValues: toItem(allValues) }),
  };
}

function toTransactItem(write: Write): TransactWriteItem {
  if ('put' in write) return { Put: { ...conditionOf(write), Item: toItem(write.put) } };
  const key = 'check' in write ? write.check : 'remove' in write ? write.remove : write.update;
  const Key = toItem({ pk: key.pk, sk: key.sk });
  if ('check' in write)
    return { ConditionCheck: { ...conditionOf(write), Key, ConditionExpression: write.if.expression } };
  if ('remove' in write) return { Delete: { ...conditionOf(write), Key } };
  const set = Object.entries(write.set ?? {}).filter(([, value]) => value !== undefined);
  const add = Object.entries(write.add ?? {});
  const unset = write.unset ?? [];
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (kind: string, i: number, attribute: string) => {
    names[`#${kind}${i}`] = attribute;
    return `#${kind}${i}`;
  };
  const value = (kind: string, i: number, content: unknown) => {
    values[`:${kind}${i}`] = content;
    return `:${kind}${i}`;
  };
  const parts = [
    set.length && `SET ${set.map(([a, v], i) => `${name('s', i, a)} = ${value('s', i, v)}`).join(', ')}`,
    add.length && `ADD ${add.map(([a, v], i) => `${name('n', i, a)} ${value('n', i, v)}`).join(', ')}`,
    unset.length && `REMOVE ${unset.map((a, i) => name('r', i, a)).join(', ')}`,
  ];
  return {
    Update: { ...conditionOf(write, names, values), Key, UpdateExpression: parts.filter(Boolean).join(' ') },
  };
}
