import { read } from '../adapters/dynamo.ts';
import { evidenceKey } from '../adapters/key-registry.ts';
import type { evidenceOperations } from '../contract/operations/evidence.ts';
import { Problem } from '../domain/problems.ts';
import { signedStatement } from '../domain/statement.ts';
import type { HandlerOf } from '../http/serve.ts';

/** One attestation, for anybody who knows its random id; it outlives the tenant. */
export const attestationRead: HandlerOf<typeof evidenceOperations, 'attestation.read'> = async ({ path }) => {
  const [row] = await read([{ table: 'evidence', key: evidenceKey.attestation(path.attestation) }]);
  if (!row) throw new Problem('not-found');
  return { body: signedStatement.parse(row.signed) };
};
