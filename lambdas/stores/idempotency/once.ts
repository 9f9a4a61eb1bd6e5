import { bodyHash, secretHash } from '../../crypto/one-time.ts';
import { Problem } from '../../domain/problems.ts';
import { deploymentIdempotencyRow, type IdempotencyRow, idempotencyRow } from '../../model/session-rows.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { isLost } from '../../platform/dynamodb/lost-race.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds, now } from '../../platform/runtime/clock.ts';
import { newSecret } from '../../platform/runtime/random.ts';

const day = 24 * 60 * 60;

/** What identifies a repeated call: caller, operation, key and body. */
export interface Repeatable {
  readonly caller: string;
  readonly operation: string;
  /** The `Idempotency-Key`, if the caller sent one. */
  readonly key?: string | undefined;
  readonly body: unknown;
}

/**
 * Gives the write that claims the key and stores the answer, which holds ids, states and instants only. It must be
 * the first write of its transaction, so that a repeated call is not mistaken for another failed condition.
 */
export type Claim<A> = (answer: A) => readonly Write[];

/** Gives the key of the row that stores an answer, from the hash of caller, operation and idempotency key. */
export type Place = (hash: string) => Key;

/** In the tenant's own range. */
export const inTenant =
  (tenant: string): Place =>
  (hash) =>
    idempotencyRow.key({ tenant, range: 'tenant' }, hash);

/** In one of the tenant's shards, chosen by the hash, for calls that concern no individual yet. */
export const inShard =
  (tenant: string): Place =>
  (hash) =>
    idempotencyRow.key({ tenant, range: 'shard' }, hash);

/** In the range of an individual. */
export const withIndividual =
  (tenant: string, individual: string): Place =>
  (hash) =>
    idempotencyRow.key({ tenant, individual }, hash);

/** In the deployment's range, for calls that belong to no tenant yet. */
export const inDeployment: Place = (hash) => deploymentIdempotencyRow.key(hash);

/** The race that a call loses when another one with the same key has claimed it. */
const race = 'a repeated call';

/**
 * Does something at most once per caller, operation and `Idempotency-Key` for 24 h: a repeat with the same body gets
 * the first answer, one with another body is refused. Without a key it is simply done.
 * @throws Problem `idempotency-mismatch`
 */
export async function once<A>(
  call: Repeatable,
  place: Place,
  act: (claim: Claim<A>) => Promise<A>,
): Promise<A> {
  if (call.key === undefined) return act(() => []);
  const key = place(secretHash(`${call.caller}\n${call.operation}\n${call.key}`));
  const first = await answerAt<A>(key, call.body);
  if (first) return first.answer;
  const salt = newSecret();
  const at = now();
  const claim: Claim<A> = (answer) => {
    const row: IdempotencyRow = {
      salt,
      body: bodyHash(salt, call.body),
      answer,
      expiresAt: epochSeconds(after(at, day)),
    };
    const free = {
      expression: 'attribute_not_exists(pk) OR #e < :now',
      names: { '#e': 'expiresAt' },
      values: { ':now': epochSeconds(at) },
    };
    return [idempotencyRow.put(key, row, { if: free, else: { race } })];
  };
  try {
    return await act(claim);
  } catch (error) {
    // This call may have been refused because of what a concurrent call with the same key has just created; then it
    // is a repeat of that call.
    const refused = error instanceof Problem && error.status === 409;
    if (!isLost(error, race) && !refused) throw error;
    const winner = await answerAt<A>(key, call.body);
    if (winner) return winner.answer;
    throw refused ? error : new Problem('unavailable', { retryAfter: 1 });
  }
}

async function answerAt<A>(key: Key, body: unknown): Promise<{ answer: A } | undefined> {
  const { row } = await readNamed({ row: { table: idempotencyRow.table, key } });
  if (!row) return undefined;
  const { salt, body: hash, answer, expiresAt } = rememberedIn(row);
  if (expiresAt < epochSeconds(now())) return undefined;
  if (bodyHash(salt, body) !== hash) throw new Problem('idempotency-mismatch');
  return { answer: answer as A };
}

/** The rows of both places have the same attributes. */
function rememberedIn(row: Row): IdempotencyRow {
  return deploymentIdempotencyRow.is(row) ? deploymentIdempotencyRow.from(row) : idempotencyRow.from(row);
}
