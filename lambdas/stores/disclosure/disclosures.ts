import { contentHash } from '../../crypto/canonical.ts';
import { allowedReads } from '../../domain/consents/consent.ts';
import type { Refused, Release, Wanted } from '../../domain/disclosure/disclosure.ts';
import { consentRow, readsBy, usesRow } from '../../model/consent-rows.ts';
import { type DisclosureContent, disclosureContent, disclosureRow } from '../../model/disclosure-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { absent, equals, present, type Write } from '../../platform/dynamodb/transaction.ts';
import { newIdInOrder } from '../../platform/runtime/random.ts';
import { appendAudit, commitTo } from '../audit/entries.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import type { GateDecision, GatePerson } from './gate.ts';
import { countRefused } from './refused-reads.ts';

/** A release or refusal as recorded. */
export interface Recorded {
  readonly id: string;
  readonly entry: string;
  readonly leaf: string;
}

/**
 * The race of a release: it is lost when somebody withdrew, or took the last use, between the decision and the
 * transaction.
 */
export const decidedOn = 'the consent as decided on';

/** What a page of a read releases, and whether it counts as a use. */
export interface ReleasedPage {
  readonly records: readonly object[];
  /** Whether it is a use of its own: not a further page of one, and it holds something. */
  readonly counts: boolean;
}

/**
 * Records a release in one transaction: audit entry, disclosure, and the use of the consent, on condition
 * that the consent still has the version decided on and the individual's gate has not moved. The entry commits to the
 * number and the hash of the records. No attempt begins after the consent has expired.
 * @throws LostRace `decidedOn` when one of these conditions does not hold
 */
export async function recordRelease(
  { requester, decision }: GateDecision & { readonly decision: Release },
  person: GatePerson,
  wanted: Wanted,
  at: string,
  page: ReleasedPage,
): Promise<Recorded> {
  const { row } = person.individual;
  const { consent } = decision;
  const { tenant } = requester;
  const lost = { race: decidedOn };
  const { recorded, writes } = entryOf(requester, decision, person, wanted, at, page.records);
  const consentKey = consentRow.key(tenant.id, row.id, shortCodeOf(row.id, consent.purpose), consent.id);
  const allowed = allowedReads(consent.reads);
  await commit({ tenant, at, until: consent.until }, [
    consentRow.check(consentKey, equals({ version: consent.version, state: 'active' }), lost),
    individualRow.check([tenant.id, row.id], equals({ gate: row.gate, state: 'active' }), lost),
    ...(page.counts
      ? [
          usesRow.update(
            [consentKey],
            { add: { used: 1, [readsBy(requester.organisation ?? '')]: 1 }, set: { lastReadAt: at } },
            { if: allowed === undefined ? present : fewerThan(allowed), else: lost },
          ),
        ]
      : []),
    ...writes,
  ]);
  return recorded;
}

const fewerThan = (allowed: number) => ({
  expression: 'attribute_exists(pk) AND #u < :allowed',
  names: { '#u': 'used' },
  values: { ':allowed': allowed },
});

/**
 * Records a refusal in one transaction, and counts it with the requester. Its payload is kept with the individual if
 * they exist; otherwise only the entry is written.
 */
export async function recordRefusal(
  { requester, person, decision }: GateDecision & { readonly decision: Refused },
  wanted: Wanted,
  at: string,
): Promise<void> {
  const { tenant } = requester;
  if (person) {
    const { writes } = entryOf(requester, decision, person, wanted, at, []);
    const race = 'the individual is there';
    const there = individualRow.check([tenant.id, person.individual.row.id], present, { race });
    if (
      (await unlessLost(race, () =>
        commit({ tenant, at }, [there, countRefused(requester, at), ...writes]),
      )) !== 'lost'
    )
      return;
  }
  const { writes } = appendAudit({
    type: 'disclosure.refused',
    at,
    tenant: tenant.id,
    actorRef: requester.ref,
    outcome: 'consent-required',
  });
  await commit({ tenant, at }, [countRefused(requester, at), ...writes]);
}

/** Records the refusal of a preview, and counts it as that of a read: it would tell as much. */
export async function recordRefusedPreview(requester: GateDecision['requester'], at: string): Promise<void> {
  const { tenant, ref } = requester;
  const refused = { type: 'operation.refused', at, tenant: tenant.id, actorRef: ref } as const;
  const { writes } = appendAudit({ ...refused, outcome: 'consent-required' });
  await commit({ tenant, at }, [countRefused(requester, at), ...writes]);
}

/** The audit entry of a disclosure, and the sealed payload that the entry commits to. */
function entryOf(
  requester: GateDecision['requester'],
  decision: Release | Refused,
  { individual: { row, keys }, sealer }: GatePerson,
  wanted: Wanted,
  at: string,
  records: ReleasedPage['records'],
): { readonly recorded: Recorded; readonly writes: readonly Write[] } {
  const id = newIdInOrder('dsc', row.id, at);
  const tenant = requester.tenant.id;
  const payload = payloadOf(requester, decision, wanted, records);
  const { salt, commit: payloadCommit } = commitTo(payload);
  const { entry, leaf, writes } = personEntry(keys, {
    type: decision.kind === 'release' ? 'disclosure.released' : 'disclosure.refused',
    at,
    actorRef: requester.ref,
    object: id,
    outcome: decision.kind === 'release' ? 'done' : 'consent-required',
    payloadCommit,
  });
  const disclosure = disclosureRow.put(
    [tenant, row.id, id],
    {
      id,
      at,
      entry,
      leaf,
      outcome: decision.kind === 'release' ? 'released' : 'refused',
      sealed: disclosureContent.seal(sealer, { id, version: 1 }, { salt, payload }),
    },
    { if: absent },
  );
  return { recorded: { id, entry, leaf }, writes: [disclosure, ...writes] };
}

function payloadOf(
  requester: GateDecision['requester'],
  decision: Release | Refused,
  wanted: Wanted,
  records: readonly object[],
): DisclosureContent['payload'] {
  const release = decision.kind === 'release' ? decision : undefined;
  return {
    organisation: requester.organisation ?? '',
    staff: requester.ref.slice(0, 8),
    purpose: wanted.purpose,
    ...(release && { consent: release.consent.id, versions: versionsOf(release, requester.organisation) }),
    asked: wanted.categories.map((category) => ({
      category,
      ...(wanted.fields?.[category] && { fields: wanted.fields[category] }),
    })),
    ...(wanted.period && { period: wanted.period }),
    ...(release && { releasedPeriod: release.period }),
    released: release?.released ?? [],
    withheld: release?.withheld ?? [],
    ...(release && { records: { count: records.length, hash: contentHash(records) } }),
    ...(decision.kind === 'refuse' && { refusal: decision.reason }),
  };
}

/** The versions that a release is told with later: those that its consent is bound to. */
function versionsOf({ consent, released }: Release, organisation = '') {
  const { organisations, categories } = consent.versions;
  return {
    organisation: organisations[organisation] ?? 0,
    categories: Object.fromEntries(released.map(({ category }) => [category, categories[category] ?? 0])),
  };
}
