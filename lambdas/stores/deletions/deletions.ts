import { isDeepStrictEqual } from 'node:util';
import type { AnsweredDeletion, DeletionAnswer } from '../../domain/deletions/deletion.ts';
import { isPast } from '../../domain/instant.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { organisationRow } from '../../model/catalogue-rows.ts';
import { type DeletionRow, deletionList, deletionRow } from '../../model/erasure-rows.ts';
import type { Stored } from '../../model/row.ts';
import { erasedRow } from '../../model/statement-rows.ts';
import { type Row, read, readNamed } from '../../platform/dynamodb/reads.ts';
import { equals } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, decideAgain } from '../commit/commit.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { listed } from '../paging/sources.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** A request in a row that was read, unless it has ended by now. */
function current(found: Row | undefined, at: string): Stored<DeletionRow> | undefined {
  const row = deletionRow.from(found);
  return row && !isPast(row.until, at) ? row : undefined;
}

/** A page of a tenant's requests to delete that have not ended, newest first: those of which `show` makes something. */
export function deletionPage<T>(
  { id }: Tenant,
  call: ListCall,
  authority: MemberAuthority,
  at: string,
  show: (row: DeletionRow) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  return listPage(listed(deletionList(id)), pagingOf(call, authority), (found) => {
    const row = current(found, at);
    return row && show(row);
  });
}

/**
 * Stores what an organisation answers, in place of an earlier answer, with its audit entry. The same answer again
 * writes nothing.
 * @returns undefined when this organisation has no such request, or it has ended
 */
export function answerDeletion(
  tenant: Tenant,
  { organisation, ref }: Pick<MemberAuthority, 'organisation' | 'ref'>,
  id: string,
  answer: DeletionAnswer,
  at: string,
): Promise<DeletionRow | undefined> {
  const race = 'answered';
  return decideAgain(race, 5, async () => {
    const [found, secret] = await read([deletionRow.at(tenant.id, id), tenantSecret(tenant.id)]);
    const row = current(found, at);
    if (!row || row.organisation !== organisation) return undefined;
    const { at: _, ...before } = row.answered ?? { at };
    if (isDeepStrictEqual(before, answer)) return row;
    const next = { ...row, answered: { ...answer, at }, version: row.version + 1 };
    const object = { id, under: secretIn(secret) };
    const event = { type: 'deletion.answered', at, tenant: tenant.id, actorRef: ref } as const;
    await commit({ tenant, at }, [
      deletionRow.put(row, next, { if: equals({ version: row.version }), else: { race } }),
      tenantFence(tenant),
      ...appendAudit({ ...event, object, version: next.version }).writes,
    ]);
    return next;
  });
}

/** What an organisation was asked after an erasure, and has answered. */
export interface RecipientAnswer {
  readonly name: string;
  readonly askedAt: string;
  readonly until: string;
  readonly answered?: AnsweredDeletion | undefined;
}

/** Who was asked to delete after the erasure that an attestation is of, and what they have answered, by name. */
export async function answersTo(tenant: string, attestation: string, at: string): Promise<RecipientAnswer[]> {
  const { erased } = await readNamed({ erased: erasedRow.at(tenant, attestation) });
  const { deletions = [] } = erasedRow.from(erased) ?? {};
  const found = await read(deletions.map((id) => deletionRow.at(tenant, id)));
  const rows = found.flatMap((row) => current(row, at) ?? []);
  const organisations = await read(rows.map(({ organisation }) => organisationRow.at(tenant, organisation)));
  return rows
    .map(({ organisation, askedAt, until, answered }, i) => ({
      name: organisationRow.from(organisations[i])?.content.legalName ?? organisation,
      ...{ askedAt, until, answered },
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
