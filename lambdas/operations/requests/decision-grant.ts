import { allowedReads, type Consent } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import { type Grant, type Granted, narrow } from '../../domain/requests/deciding.ts';
import { listing, vaultKey } from '../../model/key-registry.ts';
import type { ConsentRow } from '../../model/rows.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { absent, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { newIdBelow } from '../../platform/runtime/random.ts';
import { consentsOf } from '../../stores/consents/consents.ts';
import { shortCodeOf } from '../../stores/keys/short-code.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { fenceOf } from '../../stores/people/individuals.ts';
import { lockPlaceOf } from '../../stores/requests/block-place.ts';
import { type AskTerms, termsOf } from '../../stores/requests/open-request.ts';
import { lock } from '../../stores/requests/re-request-blocks.ts';
import { contentHash, same } from '../../stores/sessions/secret-hashes.ts';
import { mustBe } from '../../stores/tenants/tenants.ts';
import { auditOf, countedNo, type Deciding, type DecisionAnswer, endRequest } from './decided.ts';

/** How sure it is that the individual decides: the same mailbox got link and code. */
const assurance = 'link+code';

/**
 * Grants all of an ask or less: consent, request, used link, lock of what was left out, audit entry and mail in one
 * transaction.
 * @throws Problem `tenant-not-open` after the contract's end, `conflict` when something else was shown than what
 * would be shown now, or a category needs more assurance; `invalid-request` for more than was asked
 */
export async function grantAsk(
  deciding: Deciding,
  body: Grant,
  lockRow: Row | undefined,
): Promise<DecisionAnswer> {
  const { ask, at } = deciding;
  const { tenant, held } = ask.person;
  mustBe(tenant, at, 'open');
  if (held.row.state !== 'active') throw new Problem('conflict', { detail: 'the data are locked' });
  const [terms, earlier] = await Promise.all([
    termsOf(ask),
    consentsOf(tenant.id, held.row.id, ask.sealer, ask.content.purpose),
  ]);
  const shown = terms.shown(body.language);
  const hash = contentHash(shown);
  if (!same(hash, body.shownHash)) throw new Problem('conflict', { detail: 'this is not what is shown now' });
  const given = narrow(ask.content, body, {
    categories: terms.categories,
    notice: terms.published.content,
    assurance,
    now: at,
  });
  const id = newIdBelow('cns', held.row.id);
  const audit = auditOf(deciding, 'consent.granted', id);
  const consent: Consent = {
    ...consentOf(deciding, given, id, terms),
    shownHash: hash,
    language: shown.language,
    ...previousOf(
      earlier.map((one) => one.consent),
      ask.row.organisation,
    ),
    events: [
      {
        version: 1,
        type: 'granted',
        at,
        entry: audit.entry,
        leaf: audit.leaf,
        actor: 'individual',
        channel: 'page',
        told: false,
        contact: { setAt: held.row.contactSetAt, setBy: held.row.contactSetBy },
      },
    ],
  };
  const mail = dueMail(
    {
      kind: 'granted',
      tenant: tenant.id,
      individual: held.row.id,
      request: ask.row.id,
      consent: id,
      linkEndsAt: after(given.until, 0),
      leaf: audit.leaf,
    },
    at,
  );
  await transact([
    ...endRequest(deciding, audit, { state: 'granted', consent: id }, { hash, language: shown.language }),
    ...consentWrites(deciding, consent),
    ...(given.locked.length > 0
      ? [
          countedNo(deciding),
          {
            ...lock(lockPlaceOf(ask), lockRow, ask.sealer, given.locked, at),
            else: deciding.overtaken,
          },
        ]
      : [{ ...fenceOf(tenant.id, held.row), else: deciding.overtaken }]),
    ...audit.writes,
    mail.write,
  ]);
  await announce(mail);
  return {
    id: ask.row.id,
    state: 'granted',
    consentId: id,
    audit: { entry: audit.entry, leaf: audit.leaf },
  };
}

function consentOf({ ask, at }: Deciding, given: Granted, id: string, { published }: AskTerms) {
  const { row, content } = ask;
  return {
    id,
    individual: row.individual,
    request: row.id,
    organisation: row.organisation,
    recipients: given.recipients,
    purpose: content.purpose,
    notice: { id: published.id, version: published.version, hash: published.hash },
    items: given.items,
    asked: content.items,
    ...(given.period && { period: given.period }),
    reads: given.reads,
    grantedAt: at,
    until: given.until,
    assurance,
    state: 'active',
    version: 1,
  } as const;
}

/** The organisation's newest consent to this purpose before: a new one is linked to it. */
function previousOf(earlier: readonly Consent[], organisation: string) {
  const [newest] = earlier
    .filter((one) => one.organisation === organisation)
    .sort((a, b) => (a.grantedAt < b.grantedAt ? 1 : -1));
  return newest ? { previous: newest.id } : {};
}

function consentWrites({ ask: { person, sealer }, at }: Deciding, consent: Consent): Write[] {
  const { id: tenant } = person.tenant;
  const place = [
    tenant,
    consent.individual,
    shortCodeOf(consent.individual, consent.purpose),
    consent.id,
  ] as const;
  const row: ConsentRow = {
    id: consent.id,
    individual: consent.individual,
    organisation: consent.organisation,
    state: consent.state,
    version: consent.version,
    sealed: sealer.seal('consent', consent.id, consent.version, consent),
    listPk: listing.consents(tenant),
    listSk: listing.at(at, consent.id),
  };
  return [
    { table: 'vault', put: { ...vaultKey.consent(...place), ...row }, if: absent },
    ...(allowedReads(consent.reads) === undefined
      ? []
      : [{ table: 'vault', put: { ...vaultKey.uses(...place), used: 0 }, if: absent } as const]),
  ];
}
