import { german } from '../../../lambdas/operations/mail/texts/de.ts';
import { linkIn } from '../../../local/demo/stage.ts';
import { hasLink } from '../../../local/pages/mailed-link.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { callAs } from '../../support/system/calls.ts';
import { everythingHeld, type Held } from '../../support/system/holdings.ts';
import { fromPage, IndividualSession } from '../../support/system/individual-session.ts';
import { mailedCode } from '../../support/system/mailed-code.ts';
import { restingVault } from '../../support/system/rows.ts';
import type { Received } from '../../support/system/wire.ts';
import { contact, mailbox, personal, plantCatalogue, published, record } from './planted.ts';
import { strayCalls } from './strays.ts';

/** What a walk over everything that a person's data go through has left. */
export interface Walk {
  readonly scenario: Scenario;
  /** While an answer is awaited, and after all has happened. */
  readonly held: { readonly early: readonly Held[]; readonly late: readonly Held[] };
  /** Secrets that were given out on the way. */
  readonly secrets: { readonly link: string; readonly session: string; readonly standing: string };
  readonly shown: unknown;
  readonly released: readonly unknown[];
  readonly ownData: unknown;
  readonly strays: readonly Received[];
}

/** Enrol, request, mail, code, preview, decide, read, refuse, withdraw, fail, end: with a canary in every field. */
export async function walk(): Promise<Walk> {
  const scenario = await Scenario.open();
  const { stage, path } = scenario;
  const notice = await plantCatalogue(scenario);
  const individual = await enrolCanary(scenario);
  const { id: request } = await stage.does('requester', 'request.create', {
    path,
    body: {
      ...scenario.requestBody({ individualId: individual, reads: { times: 9 }, message: personal.message }),
      notice,
      items: [{ category: published.category }],
      period: { from: personal.earliestDay },
    },
    idempotencyKey: personal.idempotencyKey,
  });
  const link = linkIn(await stage.mail(contact.email, hasLink));
  const session = await confirmed(scenario, link);
  const early = await everythingHeld(stage);
  const shown = await session.does('request.show', { path: { request }, query: { language: 'de' } });
  const { released, ownData } = await decideAndRead(scenario, session, { individual, request });
  const standing = await scenario.withdrawalLink(contact.email);
  const strays = await strayCalls(scenario, individual, session);
  await refuseAnother(scenario, individual);
  await stage.does('operator', 'termination.set', { path, body: { reason: 'end-of-service' } });
  await stage.mail(mailbox(personal.memberAddress));
  await restingVault(stage, path.tenant);
  return {
    scenario,
    held: { early, late: await everythingHeld(stage) },
    secrets: {
      link: secretOf(link),
      session: secretOf(session.cookie),
      standing: secretOf(standing),
    },
    shown,
    released,
    ownData,
    strays,
  };
}

const secretOf = (token: string) => token.slice(token.lastIndexOf('.') + 1);

async function confirmed({ stage }: Scenario, link: string): Promise<IndividualSession> {
  const session = await IndividualSession.open(stage.system.api, link);
  await session.confirm(await mailedCode(stage, session, contact.email));
  return session;
}

/** Two people: one who gets a consent request, and one whose address changes. */
async function enrolCanary({ stage, path }: Scenario): Promise<string> {
  const enrol = (reference: string, email: string) =>
    stage.does('provider', 'individual.create', {
      path,
      body: { reference, contact: { ...contact, email }, language: 'de' },
      idempotencyKey: `${personal.idempotencyKey}-${reference}`,
    });
  const moved = await enrol(`${personal.reference}-2`, mailbox(personal.formerAddress));
  await stage.does('provider', 'individual.update', {
    path: { ...path, individual: moved.id },
    body: { contact: { ...contact, email: mailbox(`new-${personal.address}`) } },
  });
  const { id: individual } = await enrol(personal.reference, contact.email);
  const marking = {
    kind: 'withheld' as const,
    reason: personal.markingReason,
    reviewer: personal.reviewer,
  };
  await stage.does('provider', 'record.batch', {
    path: { ...path, individual },
    body: { records: [record, { ...record, marking }] },
    idempotencyKey: personal.idempotencyKey,
  });
  await stage.does('provider', 'individual.search', { path, body: { reference: personal.reference } });
  return individual;
}

async function decideAndRead(
  { stage, path }: Scenario,
  session: IndividualSession,
  { individual, request }: { readonly individual: string; readonly request: string },
) {
  await session.does('request.preview', { path: { request }, body: { language: 'de' } });
  const { consentId: consent = '' } = await session.grant(request);
  const wanted = { purpose: 'MedicalHealth' as const, categories: [published.category] };
  const read = (body: typeof wanted & { individualId?: string; reference?: string }) =>
    stage.does('requester', 'disclosure.create', { path, body });
  const released = [
    await read({ ...wanted, individualId: individual }),
    await read({ ...wanted, reference: personal.reference }),
  ];
  await stage.call('requester', 'disclosure.create', {
    path,
    body: { ...wanted, reference: personal.reference, purpose: 'Payment' },
  });
  const disclosure = released[0]?.id ?? '';
  await stage.does('requester', 'disclosure.receipt', { path: { ...path, disclosure } });
  await stage.does('requester', 'consent.receipt', { path: { ...path, consent } });
  const ownData = await session.does('my-data.read', { query: { language: 'de' } });
  await session.does('my-disclosure.list', { query: { language: 'de' } });
  await session.does('my-consent.withdraw', { path: { consent }, body: { tellReason: true } });
  await session.does('my-consent.receipt', { path: { consent } });
  await stage.call('requester', 'disclosure.create', { path, body: { ...wanted, individualId: individual } });
  return { released, ownData };
}

const letter = { link: '', reference: '', helpPhone: '' };

/** A refusal of another request, and a fresh link by the address alone. */
async function refuseAnother(scenario: Scenario, individual: string): Promise<void> {
  const { stage, path } = scenario;
  const other = await scenario.request(
    { items: [{ category: 'contact' }], message: personal.message },
    individual,
    contact.email,
  );
  const session = await confirmed(scenario, await other.link());
  await session.refuse(other.request);
  await session.does('request.receipt', { path: { request: other.request } });
  await session.does('my-refusal.list', { query: { language: 'de' } });
  await session.does('session.end', {});
  const renewed = await callAs(stage, undefined, 'link.renew', {
    body: { tenant: path.tenant, address: contact.email },
    headers: fromPage(stage.system.api),
  });
  if (renewed.status !== 202) throw new Error(`link.renew: ${renewed.status}`);
  await stage.mail(contact.email, ({ subject }) => subject === german.link(letter).subject);
}
