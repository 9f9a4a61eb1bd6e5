import type { AuditType } from '../../domain/evidence/audit.ts';
import type { MemberAuthority } from '../../domain/members/authority.ts';
import { type InputFault, Problem } from '../../domain/problems.ts';
import type { Key } from '../../model/key-registry.ts';
import { nextVersion } from '../../platform/dynamodb/next-version.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { readWithReference } from '../../stores/tenants/audit-reference.ts';
import { ownTenant } from '../../stores/tenants/own-tenant.ts';
import { mustBe, tenantFence } from '../../stores/tenants/tenants.ts';

/** An entry of the tenant's catalogue: an organisation or a category, under a code the tenant chose. */
export interface Entry<C> {
  readonly key: Key;
  readonly id: string;
  readonly content: C;
  readonly type: AuditType;
  /** What is wrong with it, given what it replaces. */
  readonly faults: (before: C | undefined) => readonly InputFault[];
}

/**
 * Sets an entry of the catalogue, with its audit entry, in one transaction.
 * @throws Problem `tenant-not-open`, `invalid-request`, `version-mismatch`, or `conflict` when two write at once
 */
export async function setEntry<C>(
  call: { readonly at: string; readonly ifMatch: number | undefined },
  authority: MemberAuthority,
  entry: Entry<C>,
): Promise<{ readonly id: string; readonly version: number }> {
  const tenant = ownTenant(authority);
  mustBe(tenant, call.at, 'open', 'retrieval');
  const { reference, rows } = await readWithReference(tenant.id, [{ table: 'vault', key: entry.key }]);
  const [before] = rows;
  const next = nextVersion(before?.version as number | undefined, call.ifMatch);
  const errors = entry.faults(before?.content as C | undefined);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  const { id, content } = entry;
  await transact([
    {
      table: 'vault',
      put: { ...entry.key, id, version: next.version, since: before?.since ?? call.at, content },
      if: next.if,
      else: next.else,
    },
    tenantFence(tenant),
    ...appendAudit({
      type: entry.type,
      at: call.at,
      tenant: tenant.id,
      actorRef: authority.ref,
      object: { id, under: reference },
      version: next.version,
    }).writes,
  ]);
  return { id, version: next.version };
}
