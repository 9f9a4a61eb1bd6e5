import type { Category } from '../../domain/catalogue/category.ts';
import type { Notice } from '../../domain/catalogue/notice.ts';
import type { Organisation } from '../../domain/catalogue/organisation.ts';
import { vaultKey } from '../../model/key-registry.ts';
import {
  as,
  type CategoryRow,
  type NoticeRow,
  type NoticeVersionRow,
  type OrganisationRow,
} from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';

/** A version of a notice with its hash. */
export interface PublishedNotice {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of its RFC 8785 bytes, in hex. */
  readonly hash: string;
  readonly content: Notice;
}

/** Categories of a tenant by code, in one round trip; what does not exist is left out. */
export async function categories(
  tenant: string,
  codes: readonly string[],
): Promise<Readonly<Record<string, Category>>> {
  const rows = await read(
    codes.map((code) => ({ table: 'vault' as const, key: vaultKey.category(tenant, code) })),
  );
  return Object.fromEntries(
    rows.flatMap((row) => (row ? [[as<CategoryRow>(row).id, as<CategoryRow>(row).content]] : [])),
  );
}

/** Organisations of a tenant by code, in one round trip; what does not exist is left out. */
export async function organisations(
  tenant: string,
  codes: readonly string[],
): Promise<Readonly<Record<string, Organisation>>> {
  const rows = await read(
    codes.map((code) => ({ table: 'vault' as const, key: vaultKey.organisation(tenant, code) })),
  );
  return Object.fromEntries(
    rows.flatMap((row) => (row ? [[as<OrganisationRow>(row).id, as<OrganisationRow>(row).content]] : [])),
  );
}

/** A version of a notice and the number of its newest; undefined when there is no such version. */
export async function noticeVersion(
  tenant: string,
  notice: string,
  version: number,
): Promise<{ readonly published: PublishedNotice; readonly newest: number } | undefined> {
  const [newest, row] = await read([
    { table: 'vault', key: vaultKey.notice(tenant, notice) },
    { table: 'vault', key: vaultKey.noticeVersion(tenant, notice, version) },
  ]);
  if (!newest || !row) return undefined;
  const { id, hash, content } = as<NoticeVersionRow>(row);
  return { published: { id, version, hash, content }, newest: as<NoticeRow>(newest).version };
}

/** Versions of notices, in one round trip; what does not exist is left out. */
export async function publishedNotices(
  tenant: string,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<PublishedNotice[]> {
  const rows = await read(
    wanted.map(({ id, version }) => ({
      table: 'vault' as const,
      key: vaultKey.noticeVersion(tenant, id, version),
    })),
  );
  return rows.flatMap((row) => (row ? [as<NoticeVersionRow>(row)] : []));
}
