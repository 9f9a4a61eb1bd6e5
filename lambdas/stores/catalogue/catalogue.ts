import type { Notice } from '../../domain/catalogue/notice.ts';
import { noticeRow, noticeVersionRow } from '../../model/catalogue-rows.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { categoryDefinitions, organisationDefinitions } from './definitions.ts';

/** Categories of a tenant by code, in one round trip; what does not exist is left out. */
export const categories = categoryDefinitions.byCode;

/** Organisations of a tenant by code, in one round trip; what does not exist is left out. */
export const organisations = organisationDefinitions.byCode;

/** A version of a notice with its hash. */
export interface PublishedNotice {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of its RFC 8785 bytes, in hex. */
  readonly hash: string;
  readonly content: Notice;
}

/** A version of a notice, and the number of the newest version; undefined when there is no such version. */
export async function noticeVersion(
  tenant: string,
  notice: string,
  version: number,
): Promise<{ readonly published: PublishedNotice; readonly newest: number } | undefined> {
  const found = await readNamed({
    newest: noticeRow.at(tenant, notice),
    row: noticeVersionRow.at(tenant, notice, version),
  });
  const newest = noticeRow.from(found.newest);
  const row = noticeVersionRow.from(found.row);
  if (!newest || !row) return undefined;
  const { id, hash, content } = row;
  return { published: { id, version, hash, content }, newest: newest.version };
}

/** Versions of notices, in one round trip; what does not exist is left out. */
export async function publishedNotices(
  tenant: string,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<PublishedNotice[]> {
  const rows = await read(wanted.map(({ id, version }) => noticeVersionRow.at(tenant, id, version)));
  return rows.flatMap((row) => noticeVersionRow.from(row) ?? []);
}
