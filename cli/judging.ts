import { StatementInvalid, verifyStatement } from '../lambdas/crypto/statement.ts';
import { signedStatement } from '../lambdas/domain/evidence/statement.ts';
import { type KeySet, keySetOf, looksLikeKeySet } from './key-set.ts';
import { claimedOf, saysOf } from './saying.ts';
import { assertStrict, FileInvalid, jsonOf } from './strict-json.ts';

/** What is said of one file: whether it is valid, what it is and states, and if not, why. */
export interface Verdict {
  readonly verdict: 'valid' | 'INVALID' | 'ignored';
  readonly why: string;
}

/**
 * Judges one file. Keys in it are never used: whoever forges statements can put keys beside them.
 * @param known the keys that the caller trusts; undefined when none were given.
 */
export async function verdictOn(read: () => Uint8Array, known: KeySet | undefined): Promise<Verdict> {
  try {
    return await judged(read(), known);
  } catch (error) {
    if (error instanceof FileInvalid) return { verdict: 'INVALID', why: error.message };
    throw error;
  }
}

async function judged(bytes: Uint8Array, known: KeySet | undefined): Promise<Verdict> {
  const json = jsonOf(bytes);
  if (looksLikeKeySet(json.value)) return keysFound(keySetOf(json.value), known);
  assertStrict(json);
  const parsed = signedStatement.safeParse(json.value);
  if (!parsed.success) throw new FileInvalid('not a statement of Habeas');
  const claimed = claimedOf(parsed.data);
  if (known === undefined)
    throw new FileInvalid(
      `${claimed}: no public keys to check with; give --jwks FILE, fetched from the deployment`,
    );
  try {
    const { claims } = await verifyStatement(parsed.data, known);
    return { verdict: 'valid', why: saysOf(claims, parsed.data.record) };
  } catch (error) {
    if (error instanceof StatementInvalid) throw new FileInvalid(`${claimed}: ${error.message}`);
    throw error;
  }
}

function keysFound({ keys }: KeySet, known: KeySet | undefined): Verdict {
  const names = keys.map(({ kid }) => kid).join(', ');
  const trusted = keys.every(({ kid }) => known?.keys.some((key) => key.kid === kid));
  return {
    verdict: 'ignored',
    why: trusted ? `public keys, those given by --jwks: ${names}` : `public keys, not used: ${names}`,
  };
}
