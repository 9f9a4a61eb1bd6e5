import type { Category } from '../../domain/catalogue/category.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import type { Versions } from '../../domain/catalogue/versions.ts';
import type { AuditType } from '../../domain/evidence/audit.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { IfMatch } from '../../domain/values.ts';
import {
  type CatalogueRow,
  categoryList,
  categoryRow,
  categoryVersionRow,
  organisationList,
  organisationRow,
  organisationVersionRow,
} from '../../model/catalogue-rows.ts';
import { type List, placeIn } from '../../model/places.ts';
import type { RowKind } from '../../model/row.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit, nextVersion } from '../commit/commit.ts';
import { listPage } from '../paging/list-page.ts';
import { type ListCall, pagingOf } from '../paging/paging-of.ts';
import { listed } from '../paging/sources.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
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
  readonly ifMatch: IfMatch;
  readonly content: C;
  /** Checks it against the definition that it replaces; its errors pass through. */
  readonly judge: (before: C | undefined) => void;
  /** Whether it waits for a second admin, because of what it replaces. */
  readonly waits?: (before: C) => boolean;
}

/** The newest version of a definition; or the present one, while the content that was set waits for a second admin. */
interface Written {
  readonly id: string;
  readonly version: number;
  readonly pendingConfirmation: boolean;
}

/** The categories of tenants. */
export const categoryDefinitions = definitionsOf<Category>(
  categoryRow,
  categoryVersionRow,
  categoryList,
  'category.set',
);

/** The organisations of tenants. */
export const organisationDefinitions = definitionsOf<Organisation>(
  organisationRow,
  organisationVersionRow,
  organisationList,
  'organisation.set',
);

/** A code, and the instant at which it is asked what was in force under it. */
export interface Moment {
  readonly code: string;
  readonly instant: string;
}

/** The search for the version of a code that was in force at an instant: it is one of `first` to `last`, or `found`. */
function searchOf<C>({ code, instant }: Moment, newest: CatalogueRow<C> | undefined) {
  const found = newest && newest.setAt <= instant ? newest : undefined;
  return { code, instant, found, first: 1, last: newest && !found ? newest.version - 1 : 0 };
}

const middleOf = ({ first, last }: { readonly first: number; readonly last: number }) =>
  Math.floor((first + last) / 2);

function definitionsOf<C extends object>(
  rows: RowKind<CatalogueRow<C>, readonly [tenant: string, code: string]>,
  versions: RowKind<CatalogueRow<C>, readonly [tenant: string, code: string, version: number]>,
  listOf: (tenant: string) => List,
  type: 'category.set' | 'organisation.set',
) {
  const shown = ({ id, version, content }: CatalogueRow<C>): Shown<C> => ({ ...content, id, version });
  const byId = (found: readonly CatalogueRow<C>[]): Readonly<Record<string, C>> =>
    Object.fromEntries(found.map(({ id, content }) => [id, content]));

  /** The newest versions under these codes, in one round trip; codes that do not exist are left out. */
  async function newest(tenant: string, codes: readonly string[]): Promise<CatalogueRow<C>[]> {
    const found = await read([...new Set(codes)].map((code) => rows.at(tenant, code)));
    return found.flatMap((row) => rows.from(row) ?? []);
  }

  return {
    /** The definitions with these codes, in one round trip; codes that do not exist are left out. */
    async byCode(tenant: string, codes: readonly string[]): Promise<Readonly<Record<string, C>>> {
      return byId(await newest(tenant, codes));
    },

    newest,

    /** For each of these maps the definitions in the versions named, in one round trip. */
    async inVersions(
      tenant: string,
      wanted: readonly Versions[],
    ): Promise<readonly Readonly<Record<string, C>>[]> {
      const pairs = wanted.map((one) => Object.entries(one));
      const found = await read(pairs.flat().map(([code, version]) => versions.at(tenant, code, version)));
      const known = new Map(
        found.flatMap((one) => {
          const row = versions.from(one);
          return row ? [[`${row.id} ${row.version}`, row]] : [];
        }),
      );
      return pairs.map((own) => byId(own.flatMap((pair) => known.get(pair.join(' ')) ?? [])));
    },

    /**
     * For each of these lists what was in force under its codes at the instants beside them; a code is left out before
     * it was first set. The versions of a code are in the order of time and each search halves them, all searches in
     * the same round trip: a code that was set a thousand times costs ten more.
     */
    async inForce(
      tenant: string,
      wanted: readonly (readonly Moment[])[],
    ): Promise<readonly Readonly<Record<string, C>>[]> {
      const codes = wanted.flat().map(({ code }) => code);
      const present = new Map((await newest(tenant, codes)).map((row) => [row.id, row]));
      const searches = wanted.map((moments) =>
        moments.map((moment) => searchOf(moment, present.get(moment.code))),
      );
      for (;;) {
        const open = searches.flat().filter(({ first, last }) => first <= last);
        if (open.length === 0) return searches.map((own) => byId(own.flatMap(({ found }) => found ?? [])));
        const rows = await read(open.map((one) => versions.at(tenant, one.code, middleOf(one))));
        for (const [i, one] of open.entries()) {
          const row = versions.from(rows[i]);
          const early = row !== undefined && row.setAt <= one.instant;
          if (early) Object.assign(one, { found: row, first: middleOf(one) + 1 });
          else one.last = middleOf(one) - 1;
        }
      }
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
      return listPage(listed(listOf(tenant)), pagingOf(call, authority), (row) => shown(rows.from(row)));
    },

    /**
     * Sets a definition: its next version, written once, with the audit entry, in one transaction. It replaces what
     * waits for a second admin, by what waits in its turn or by nothing.
     * @throws Problem `tenant-not-open`, `version-mismatch`, or `conflict` when two write at once
     */
    async set(change: DefinitionChange<C>): Promise<Written> {
      const { tenant, actor, at, code: id, content } = change;
      const found = await readNamed({
        secret: tenantSecret(tenant.id),
        before: rows.at(tenant.id, id),
      });
      const secret = secretIn(found.secret);
      const before = rows.from(found.before);
      const { version, ...guard } = nextVersion(before?.version, change.ifMatch);
      change.judge(before?.content);
      const entry = (of: AuditType) =>
        appendAudit({
          type: of,
          at,
          tenant: tenant.id,
          actorRef: actor.ref,
          object: { id, under: secret },
          version,
        }).writes;
      if (before && change.waits?.(before.content)) {
        const pending = { by: actor.principal, at, content };
        await commit({ tenant, at }, [
          rows.put([tenant.id, id], { ...before, pending }, guard),
          tenantFence(tenant),
          ...entry('organisation.change-requested'),
        ]);
        return { id, version: before.version, pendingConfirmation: true };
      }
      const row = { id, version, since: before?.since ?? at, setAt: at, content };
      const key = rows.key(tenant.id, id);
      await commit({ tenant, at }, [
        rows.put(key, { ...row, ...placeIn(listOf(tenant.id), key, row.since, id) }, guard),
        versions.put([tenant.id, id, version], row, { if: absent }),
        tenantFence(tenant),
        ...entry(type),
      ]);
      return { id, version, pendingConfirmation: false };
    },
  };
}
