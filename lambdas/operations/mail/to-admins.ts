import { isPast } from '../../domain/instant.ts';
import { dayIn } from '../../domain/wording/plain.ts';
import type { MailRow } from '../../model/outbox-rows.ts';
import { after } from '../../platform/runtime/clock.ts';
import { addressedBy, memberAddress } from '../../stores/mail/addresses.ts';
import { deploymentName } from '../../stores/mail/sender.ts';
import type { Letter } from './letter.ts';
import { drop, type Occasion, type Preparation } from './prepared.ts';
import { mailTextsIn } from './texts/languages.ts';

/**
 * A mail to the member it names, or to be spread over all members of an organisation, or over all admins of a tenant
 * and those who were admins within the last two weeks; who has no address gets none.
 */
export async function toAdmins(mail: MailRow, { tenant, kmsKey, at }: Occasion): Promise<Preparation> {
  const language = tenant.languages[0] ?? 'en';
  const letter = letterFor(mail, tenant, language, at);
  if (!letter) return drop;
  const { member, former, organisation } = mail;
  if (member === undefined)
    return { kind: 'spread', members: await addressedBy(tenant.id, organisation, at) };
  const address = await memberAddress(tenant.id, kmsKey, { member, former });
  return address === undefined
    ? drop
    : { kind: 'send', mail: { sender: deploymentName, ...address, language, letter, writes: [] } };
}

const holdTexts = {
  'hold-set': 'holdSet',
  'hold-release-requested': 'holdReleaseRequested',
  'hold-near-end': 'holdNearEnd',
  'hold-ended': 'holdEnded',
} as const;

function letterFor(
  { kind, former, personUntil }: MailRow,
  { name, endsAt, purgeAt, heldUntil, timeZone }: Occasion['tenant'],
  language: Occasion['tenant']['languages'][number],
  at: string,
): Letter | undefined {
  const texts = mailTextsIn(language);
  const until = personUntil ?? heldUntil;
  const about = {
    tenant: name,
    // After a hold, or an outage, the day has passed: the admins still have some.
    ...(purgeAt !== undefined &&
      !isPast(purgeAt, at) && { lastDay: dayIn(after(purgeAt, -1), language, timeZone) }),
  };
  switch (kind) {
    case 'admins-changed':
      return texts.adminsChanged({ tenant: name, former: former !== undefined });
    case 'contract-end-asked':
      return texts.contractEndAsked(about);
    case 'contract-end-set':
      // The end was cancelled before its mail went out.
      if (endsAt === undefined) return undefined;
      return texts.contractEndSet({ tenant: name, endsOn: dayIn(endsAt, language, timeZone) });
    case 'contract-ended':
      return texts.contractEnded(about);
    case 'contract-reinstated':
      return texts.contractReinstated(about);
    case 'purge-near':
      return texts.purgeNear(about);
    case 'hold-set':
    case 'hold-release-requested':
    case 'hold-near-end':
    case 'hold-ended':
      if (until === undefined) return undefined;
      return texts[holdTexts[kind]]({
        tenant: name,
        until: dayIn(until, language, timeZone),
        ofPerson: personUntil !== undefined,
      });
    case 'export-asked':
      return texts.exportAsked(about);
    case 'export-started':
      return texts.exportStarted(about);
    case 'export-done':
      return texts.exportDone(about);
    case 'deletion-asked':
      return texts.deletionAsked(about);
    default:
      return undefined;
  }
}
