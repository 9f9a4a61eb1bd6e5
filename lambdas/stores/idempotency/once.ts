import { bodyHash, secretHash } from '../../crypto/one-time.ts';
import { Problem } from '../../domain/problems.ts';
import type { Key } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds, now } from '../../platform/runtime/clock.ts';
import { newSecret } from '../../platform/runtime/random.ts';

const day = 24 * 60 * 60;

/** What an idempotent operation knows of its caller: who, which operation, which key, which body. */
export interface Repeatable {
  readonly caller: string;
  readonly operation: string;
  /** The `Idempotency-Key`, if the caller sent one. */
  readonly key?: string | undefined;
  readonly body: unknown;
}

/**
 * Gives the write that claims the key for an answer of ids, states and instants only. It comes first in its
 * transaction, so that a repeat is told from every other condition that does not hold.
 */
export type Claim<A> = (answer: A) => readonly Write[];

/**
 * Does something at most once per caller, operation and `Idempotency-Key` for 24 h: a repeat with the same
 * body gets the first answer, another body is refused. Without a key it is simply done.
 * @throws Problem `idempotency-mismatch`
 */
export async function once<A>(
  call: Repeatable,
  place: (hash: string) => Key,
  act: (claim: Claim<A>, place: Key | undefined) => Promise<A>,
): Promise<A> {
  if (call.key === undefined) return act(() => [], undefined);
  const key = place(secretHash(`${call.caller}\n${call.operation}\n${call.key}`));
  const first = await answerAt<A>(key, call.body);
  if (first) return first.answer;
  const repeated = new Error('repeated');
  const salt = newSecret();
  const at = now();
  const claim: Claim<A> = (answer) => [
    {
      table: 'vault',
      put: {
        ...key,
        salt,
        body: bodyHash(salt, call.body),
        answer,
        expiresAt: epochSeconds(after(at, day)),
      },
      if: {
        expression: 'attribute_not_exists(pk) OR #e < :now',
        names: { '#e': 'expiresAt' },
        values: { ':now': epochSeconds(at) },
      },
      else: repeated,
    },
  ];
  try {
    return await act(claim, key);
  } catch (error) {
    // What a call at the same time has made may be just what this one was refused for: it is its repeat.
    const refused = error instanceof Problem && error.status === 409;
    if (error !== repeated && !refused) throw error;
    const winner = await answerAt<A>(key, call.body);
    if (winner) return winner.answer;
    throw refused ? error : new Problem('unavailable', { retryAfter: 1 });
  }
}

async function answerAt<A>(key: Key, body: unknown): Promise<{ answer: A } | undefined> {
  const [row] = await read([{ table: 'vault', key }]);
  if (!row || (row.expiresAt as number) < epochSeconds(now())) return undefined;
  if (bodyHash(row.salt as string, body) !== row.body) throw new Problem('idempotency-mismatch');
  return { answer: row.answer as A };
}
