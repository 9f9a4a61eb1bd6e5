import type { individualsOperations } from '../../api/operations/individuals.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { tenantKeys } from '../../stores/keys/held-keys.ts';
import { lookUp } from '../../stores/keys/open-index.ts';
import { type LinkAskedFor, queue } from '../../stores/outbox/due-mail.ts';
import { contentHash, rowHash } from '../../stores/sessions/secret-hashes.ts';
import { sessionToken } from '../../stores/sessions/sessions.ts';
import { tenantOf } from '../../stores/tenants/tenants.ts';

/**
 * Asks for a fresh link to the known address. Whether there is anybody is found out by the notifier, after the
 * answer: what is done here, what it writes and how long it takes are the same for everyone.
 */
export const linkRenew: HandlerOf<typeof individualsOperations, 'link.renew'> = async ({ body }) => {
  const asked = 'token' in body ? byToken(body.token) : await byAddress(body.tenant, body.address);
  try {
    await queue(asked);
  } catch (cause) {
    throw new Problem('unavailable', { retryAfter: 1, cause });
  }
  return { body: { sent: 'if-known' } };
};

function byToken(text: string): LinkAskedFor {
  const { tenant = '', individual = '', secret = '' } = sessionToken(text) ?? {};
  return { tenant, link: { individual, hash: rowHash(secret) } };
}

async function byAddress(tenant: string, address: string): Promise<LinkAskedFor> {
  const [row, ...keyRows] = await read([
    { table: 'vault', key: vaultKey.tenant(tenant) },
    ...tenantKeys.rows(tenant, 'index'),
  ]);
  const kmsKey = row && tenantOf(row).kmsKey;
  const keys = tenantKeys.held(tenant, 'index', keyRows);
  if (kmsKey === undefined || !keys) return { tenant, address: contentHash(address) };
  return { tenant, address: (await lookUp(kmsKey, keys)).address(address) };
}
