import { Problem } from '../../domain/problems.ts';
import { noticeVersion, type PublishedNotice } from '../../stores/catalogue/catalogue.ts';

/**
 * A published version of a notice.
 * @throws Problem `not-found`
 */
export async function publishedVersion(
  tenant: string,
  notice: string,
  version: number,
): Promise<PublishedNotice> {
  const found = await noticeVersion(tenant, notice, version);
  if (!found) throw new Problem('not-found');
  return found.published;
}
