import type { evidenceOperations } from '../../api/operations/evidence.ts';
import { signedStatement } from '../../domain/evidence/statement.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { evidenceKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';

/** One attestation, for anybody who knows its random id; it outlives the tenant. */
export const attestationRead: HandlerOf<typeof evidenceOperations, 'attestation.read'> = async ({ path }) => {
  const [row] = await read([{ table: 'evidence', key: evidenceKey.attestation(path.attestation) }]);
  if (!row) throw new Problem('not-found');
  return { body: signedStatement.parse(row.signed) };
};
