import { signedStatement } from '../../domain/evidence/statement.ts';
import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { attestation } from '../../stores/statements/statements.ts';

/** One attestation, for anybody who knows its random id; it stays when the tenant is gone. */
export const attestationRead: Handler<'attestation.read'> = async ({ path }) => {
  const signed = await attestation(path.attestation);
  if (!signed) throw new Problem('not-found');
  return { body: signedStatement.parse(signed) };
};
