import { StatementInvalid, verifyStatement } from '../lambdas/crypto/statement.ts';
import { signedStatement } from '../lambdas/domain/evidence/statement.ts';
import { type KeySet, keySetOf } from './key-set.ts';
import { claimedOf, plain, saysOf } from './saying.ts';
import { FileInvalid, strictJson } from './strict-json.ts';

/** A file as read. */
export interface Content {
  readonly path: string;
  readonly value?: unknown;
  readonly fault?: string;
  /** The keys in it, if it is a key set. */
  readonly keys?: KeySet;
}

/** The content of a file, or why it has none that is valid. */
export function contentOf(path: string, read: () => Uint8Array): Content {
  try {
    const value = strictJson(read());
    const isKeySet = typeof value === 'object' && value !== null && 'keys' in value;
    return isKeySet ? { path, value, keys: keySetOf(value) } : { path, value };
  } catch (error) {
    if (error instanceof FileInvalid) return { path, fault: error.message };
    throw error;
  }
}

/** The verdict on one file. */
export interface Line {
  readonly valid: boolean;
  readonly text: string;
}

/** Judges one file: whether it is valid, what it is and states, and if not, why. */
export async function lineOf({ path, value, fault, keys }: Content, known: KeySet): Promise<Line> {
  const line = (valid: boolean, what: string): Line => ({ valid, text: `${plain(path)}  ${what}` });
  if (fault !== undefined) return line(false, fault);
  if (keys) return line(true, `public keys: ${keys.keys.map(({ kid }) => kid).join(', ')}`);
  const parsed = signedStatement.safeParse(value);
  if (!parsed.success) return line(false, 'not a statement of Habeas');
  if (known.keys.length === 0)
    return line(false, `${claimedOf(parsed.data)}: no public keys to check with; give --jwks FILE`);
  try {
    const { claims } = await verifyStatement(parsed.data, known);
    return line(true, saysOf(claims, parsed.data.record));
  } catch (error) {
    if (error instanceof StatementInvalid) return line(false, `${claimedOf(parsed.data)}: ${error.message}`);
    throw error;
  }
}
