import { isDeepStrictEqual } from 'node:util';
import { contentHash } from '../../lambdas/crypto/canonical.ts';
import { signingInput } from '../../lambdas/crypto/statement.ts';
import type { SignedStatement } from '../../lambdas/domain/evidence/statement.ts';
import { keyPair, signed } from '../support/signed-statements.ts';
import { examplesIn } from './markdown.ts';
import { type Stated, stated } from './statement-examples.ts';

/**
 * The page as it should be: unchanged while its records are those that the code makes, else with all statements
 * signed anew by a key that is thrown away. A record that differs is another format: see docs/upgrading.md before
 * `vitest run test/documents/statements.test.ts -u` writes it.
 */
export function pageAsItShouldBe(page: string): string {
  const examples = examplesIn(page);
  const recordOf = (name: string) =>
    (JSON.parse(examples.get(name) ?? '{}') as Partial<SignedStatement>).record;
  if (Object.entries(stated).every(([name, { record }]) => isDeepStrictEqual(recordOf(name), record)))
    return page;
  const pair = keyPair(4096);
  const renewed = new Map<string, unknown>([['jwks', { keys: [pair.jwk] }]]);
  for (const [name, one] of Object.entries(stated)) renewed.set(name, signedBy(pair, one));
  return page.replaceAll(
    /^(```json example=([\w-]+)\n)[\s\S]*?^```$/gm,
    (block, head: string, name: string) =>
      renewed.has(name) ? `${head}${JSON.stringify(renewed.get(name), null, 2)}\n\`\`\`` : block,
  );
}

function signedBy(pair: ReturnType<typeof keyPair>, { record, ...said }: Stated): SignedStatement {
  const input = signingInput({ v: 1, ...said, sha256: contentHash(record) }, pair.jwk.kid);
  return { statement: signed(input, pair), record, leaf: said.leaf, proof: null };
}
