import { noticeVersion, type PublishedNotice } from '../adapters/catalogue.ts';
import { Problem } from '../domain/problems.ts';

/**
 * A version of a notice as it was published.
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
