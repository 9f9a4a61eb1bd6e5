import { Problem } from '../../domain/problems.ts';
import type { Handler } from '../../http/serve.ts';
import { answerDeletion } from '../../stores/deletions/deletions.ts';
import { actingTenant } from '../../stores/tenants/acting-tenant.ts';
import { deletionView } from './deletion-view.ts';

/** Answers, for the caller's own organisation, a request to delete; until it ends, a later answer takes its place. */
export const deletionAnswer: Handler<'deletion.answer'> = async ({ path, body, at }, authority) => {
  const tenant = actingTenant(authority, at, 'open', 'retrieval');
  const row = await answerDeletion(tenant, authority, path.deletion, body, at);
  if (!row) throw new Problem('not-found');
  return { body: deletionView(row, 'recipient') };
};
