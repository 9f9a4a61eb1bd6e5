import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import {
  type CatalogueRow,
  categoriesOf,
  categoryRow,
  organisationRow,
  organisationsOf,
} from '../../model/catalogue-rows.ts';
import type { RowKind } from '../../model/row.ts';
import type { KeyRange } from '../../platform/dynamodb/key.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, nextVersion } from '../commit/commit.ts';
import { type ListCall, newestOf } from '../paging/newest-of.ts';
import { referenceIn, tenantReference } from '../tenants/audit-reference.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** A definition as shown: its content, code and version. */
type Shown<C> = C & { readonly id: string; readonly version: number };

/** A definition that is to be set, under a code that the tenant chose. */
interface DefinitionChange<C> {
  readonly tenant: Tenant;
  readonly actor: MemberAuthority;
  readonly at: string;
  readonly code: string;
  /** The version that the caller expects to replace, if given. */
  readonly ifMatch: number | undefined;
  readonly content: C;
  /** Checks it against the definition that it replaces; its errors pass through. */
  readonly judge: (before: C | undefined) => void;
}

/** The categories of tenants. */
export const categoryDefinitions = definitionsOf<Category>(categoryRow, categoriesOf, 'category.set');

/** The organisations of tenants. */
export const organisationDefinitions = definitionsOf<Organisation>(
  organisationRow,
  organisationsOf,
  'organisation.set',
);

function definitionsOf<C extends object>(
  rows: RowKind<CatalogueRow<C>, readonly [tenant: string, code: string]>,
  rangeOf: (tenant: string) => KeyRange,
  type: 'category.set' | 'organisation.set',
) {
  const shown = ({ id, version, content }: CatalogueRow<C>): Shown<C> => ({ ...content, id, version });
  return {
    /** The definitions with these codes, in one round trip; codes that do not exist are left out. */
    async byCode(tenant: string, codes: readonly string[]): Promise<Readonly<Record<string, C>>> {
      const found = await read(codes.map((code) => rows.at(tenant, code)));
      return Object.fromEntries(
        found.flatMap((one) => {
          const row = rows.from(one);
          return row ? [[row.id, row.content]] : [];
        }),
      );
    },

    /**
     * One definition.
     * @throws Problem `not-found`
     */
    async one(tenant: string, code: string): Promise<Shown<C>> {
      const { row } = await readNamed({ row: rows.at(tenant, code) });
      if (!row) throw new Problem('not-found');
      return shown(rows.from(row));
    },

    /** One page of a tenant's definitions, newest first. */
    page(tenant: string, call: ListCall, authority: MemberAuthority) {
      return newestOf(rangeOf(tenant), call, authority, (row) => {
        const entry = rows.from(row);
        return { at: entry.since, item: shown(entry) };
      });
    },

    /**
     * Sets a definition and writes the audit entry, in one transaction.
     * @throws Problem `tenant-not-open`, `version-mismatch`, or `conflict` when two write at once
     */
    async set(change: DefinitionChange<C>): Promise<{ readonly id: string; readonly version: number }> {
      const { tenant, actor, at, code: id, content } = change;
      const found = await readNamed({
        reference: tenantReference(tenant.id),
        before: rows.at(tenant.id, id),
      });
      const reference = referenceIn(found.reference);
      const before = rows.from(found.before);
      const { version, ...guard } = nextVersion(before?.version, change.ifMatch);
      change.judge(before?.content);
      const object = { id, under: reference };
      await commit({ tenant, at }, [
        rows.put([tenant.id, id], { id, version, since: before?.since ?? at, content }, guard),
        tenantFence(tenant),
        ...appendAudit({ type, at, tenant: tenant.id, actorRef: actor.ref, object, version }).writes,
      ]);
      return { id, version };
    },
  };
}
