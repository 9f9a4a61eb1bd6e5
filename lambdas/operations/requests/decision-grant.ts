import type { Consent } from '../../domain/consents/consent.ts';
import { Problem } from '../../domain/problems.ts';
import { type Grant, type Granted, narrow } from '../../domain/requests/deciding.ts';
import { type ExplicitStatement, type Shown, explicitIn as statementIn } from '../../domain/wording/shown.ts';
import { newIdInOrder } from '../../platform/runtime/random.ts';
import { consentsOf } from '../../stores/consents/consents.ts';
import { type Deciding, decisionEntry } from '../../stores/requests/deciding.ts';
import { grantRequest } from '../../stores/requests/decisions.ts';
import { contextOf, type RequestContext } from '../../stores/requests/shown-request.ts';
import { contentHash, sameHash } from '../../stores/sessions/secret-hashes.ts';
import { assertTenantState } from '../../stores/tenants/tenants.ts';
import type { DecisionAnswer } from './decision-answer.ts';

/** The assurance of this decision: link and code went to the same mailbox. */
const assurance = 'link+code';

/**
 * Grants all of a request or less; what is left out is blocked.
 * @throws Problem `tenant-not-open` after the contract's end; `conflict` when what was shown is not what would be
 * shown now, or a category needs more assurance; `invalid-request` for more than was requested
 */
export async function grant(deciding: Deciding, body: Grant): Promise<DecisionAnswer> {
  const { request, at } = deciding;
  const { tenant, keyed } = request.person;
  assertTenantState(tenant, at, 'open');
  if (keyed.row.state !== 'active') throw new Problem('conflict', { detail: 'the data are locked' });
  const [context, earlier] = await Promise.all([
    contextOf(request),
    consentsOf(tenant.id, keyed.row.id, request.sealer, request.content.purpose),
  ]);
  const shown = context.shown(body.language);
  const hash = contentHash(shown);
  if (!sameHash(hash, body.shownHash))
    throw new Problem('conflict', { detail: 'this is not what is shown now' });
  const given = narrow(request.content, body, {
    categories: context.categories,
    notice: context.published.content,
    assurance,
    now: at,
  });
  const id = newIdInOrder('cns', keyed.row.id, at);
  const audit = decisionEntry(deciding, 'consent.granted', id);
  const { entry, leaf } = audit;
  const consent: Consent = {
    ...consentOf(deciding, given, id, context),
    shownHash: hash,
    language: shown.language,
    ...previousOf(
      earlier.map((one) => one.consent),
      request.row.organisation,
    ),
    events: [
      {
        version: 1,
        type: 'granted',
        at,
        entry,
        leaf,
        actor: 'individual',
        channel: 'page',
        told: false,
        contact: { setAt: keyed.row.contactSetAt, setBy: keyed.row.contactSetBy },
      },
    ],
  };
  const seen = { hash, shown, explicit: ticked(shown, body, given) };
  await grantRequest(deciding, { consent, earlier, seen, audit, leftOut: given.blocked });
  return { id: request.row.id, state: 'granted', consentId: id, audit: { entry, leaf } };
}

function consentOf({ request, at }: Deciding, given: Granted, id: string, { published }: RequestContext) {
  const { row, content } = request;
  return {
    id,
    individual: row.individual,
    request: row.id,
    organisation: row.organisation,
    recipients: given.recipients,
    purpose: content.purpose,
    notice: { id: published.id, version: published.version, hash: published.hash },
    versions: content.versions,
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

/** The explicit statements that were ticked, naming those who were granted to. */
function ticked(shown: Shown, { items }: Grant, { recipients }: Granted): ExplicitStatement[] {
  const names = shown.recipients
    .filter(({ organisation }) => recipients.includes(organisation))
    .map(({ name }) => name);
  return shown.items
    .filter(({ category }) => items.some((item) => item.category === category && item.explicit === true))
    .map(({ category, label }) => ({ category, statement: statementIn(names, label, shown.language) }));
}

/** The organisation's newest earlier consent to this purpose, which the new one refers to. */
function previousOf(earlier: readonly Consent[], organisation: string) {
  const [newest] = earlier
    .filter((one) => one.organisation === organisation)
    .sort((a, b) => (a.grantedAt < b.grantedAt ? 1 : -1));
  return newest ? { previous: newest.id } : {};
}
