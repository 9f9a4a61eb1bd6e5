import type { IndividualRow } from '../../model/people-rows.ts';
import type { LinkRow, SessionRow } from '../../model/session-rows.ts';

/**
 * Whether a link or session came with a mail to an address that is not the individual's any more. It has ended then;
 * a link that can only withdraw a consent, and its sessions, go on: withdrawing never becomes harder.
 */
export function isOfFormerAddress(
  given: Pick<LinkRow, 'kind' | 'addressVersion'> | Pick<SessionRow, 'level' | 'addressVersion'>,
  { addressVersion }: Pick<IndividualRow, 'addressVersion'>,
): boolean {
  const withdraws = 'kind' in given ? given.kind === 'standing' : given.level === 'standing';
  return !withdraws && given.addressVersion !== addressVersion;
}
