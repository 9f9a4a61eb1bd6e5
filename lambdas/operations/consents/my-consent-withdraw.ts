import type { ConsentEvent } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import { blocking, blockingAll, settled } from '../../domain/requests/asking.ts';
import type { Handler } from '../../http/serve.ts';
import type { Sealer } from '../../model/row.ts';
import { commit, decideAgain } from '../../stores/commit/commit.ts';
import type { FoundConsent } from '../../stores/consents/consents.ts';
import { type ConsentEnding, endConsent } from '../../stores/consents/end-consent.ts';
import { endableConsent } from '../../stores/consents/own-consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { dueMail } from '../../stores/mail/due-mail.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { type Person, personOf } from '../../stores/people/person.ts';
import {
  changeAsking,
  openRequestCovered,
  placeOfConsent,
  readAsking,
} from '../../stores/requests/asking.ts';
import { refusedWithConsent } from '../../stores/requests/request-changes.ts';

const attempts = 5;
const race = 'consent withdrawn';

/**
 * Withdraws a consent that is stored as active, in a confirmed session or through its withdrawal link: whether it has
 * expired, is used up or does not open does not stand in the way. Withdrawing it again gives the first answer.
 */
export const myConsentWithdraw: Handler<'my-consent.withdraw'> = ({ path, body, at }, session) =>
  decideAgain(race, attempts, async () => {
    const { person } = await personOf(session, at, ['case']);
    const sealer = await caseSealer(person.kmsKey, person.keyed.keys);
    const found = await endableConsent(session, sealer, path.consent);
    const done = withdrawalOf(found);
    if (done) return { body: answerOf(found, done) };
    if (found.row.state !== 'active') throw new Problem('conflict', { detail: 'it has ended already' });
    const event = await withdraw(person, sealer, found, {
      type: 'withdrawn',
      at,
      actor: 'individual',
      channel: session.level === 'standing' ? 'standing-link' : 'page',
      reasonDisclosed: body.tellReason === true,
    });
    return { body: answerOf(found, event) };
  });

type Withdrawal = Pick<ConsentEvent, 'version' | 'entry' | 'leaf'>;

/** The withdrawal that a consent ended with, whether or not it opens; undefined when it stands or ended otherwise. */
function withdrawalOf({ row, consent }: FoundConsent): Withdrawal | undefined {
  const last = consent?.events.at(-1);
  if (last?.type === 'withdrawn') return last;
  const { state, version, ended } = row;
  return !consent && state === 'withdrawn' && ended ? { version, ...ended } : undefined;
}

function answerOf({ row: { id } }: FoundConsent, { version, entry, leaf }: Withdrawal) {
  return { id, state: 'withdrawn', version, audit: { entry, leaf } } as const;
}

/**
 * Writes the withdrawal, its re-request block, audit entry and mail, in one transaction. It refuses the open request
 * that asks for any of it again; of a consent that does not open the whole purpose is blocked.
 */
async function withdraw(
  { tenant, keyed: individual }: Person<'case'>,
  sealer: Sealer,
  found: FoundConsent,
  ending: ConsentEnding,
): Promise<ConsentEvent> {
  const { row, consent } = found;
  const { at } = ending;
  const { id } = individual.row;
  const asking = await readAsking(placeOfConsent(tenant.id, row), sealer, at);
  const closed = await openRequestCovered(asking, consent?.items, at);
  const { event, writes } = endConsent(found, individual, sealer, ending, { race });
  const mail = dueMail(
    {
      kind: 'withdrawn',
      tenant: tenant.id,
      individual: id,
      consent: row.id,
      request: consent?.request,
      leaf: event.leaf,
    },
    at,
  );
  const before = closed ? settled(asking.asking, undefined, at) : asking.asking;
  const now = consent ? blocking(before, consent.items, at) : blockingAll(before, at);
  await commit(
    { tenant, at },
    [
      ...writes,
      fenceOf(tenant.id, individual.row, { race }),
      changeAsking(asking, sealer, now, at, race),
      ...(closed ? refusedWithConsent(closed, individual.keys, at, race) : []),
    ],
    [mail],
  );
  return event;
}
