import { allowedReads } from '../../domain/consents/consent.ts';
import type { Refused, Release, Wanted } from '../../domain/disclosure/disclosure.ts';
import { Problem } from '../../domain/problems.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { DisclosureContent } from '../../model/rows.ts';
import { absent, equals, present, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { newIdBelow } from '../../platform/runtime/random.ts';
import { appendAudit, commitTo } from '../../stores/audit/entries.ts';
import { shortCodeOf } from '../../stores/keys/short-code.ts';
import type { Passage } from './gate.ts';

/** A release or refusal as it stands on the record. */
export interface Recorded {
  readonly id: string;
  readonly entry: string;
  readonly leaf: string;
}

/** What was read at the gate no longer holds: somebody withdrew, or took the last use, in between. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * The transaction of a release: audit entry, disclosure, the use where uses are limited, and once more that the
 * consent is at the version decided on and the individual's gate has not moved.
 * @throws Overtaken when any of it does not hold any more
 */
export async function recordRelease(
  passage: Passage & { readonly decision: Release },
  wanted: Wanted,
  at: string,
  counts: boolean,
): Promise<Recorded> {
  const { requester, held, decision } = passage;
  if (!held) throw new Problem('internal');
  const { row } = held.individual;
  const { consent } = decision;
  const tenant = requester.tenant.id;
  const purpose16 = shortCodeOf(row.id, consent.purpose);
  const { recorded, writes } = entryOf(passage, wanted, at, 'released');
  const allowed = allowedReads(consent.reads);
  const overtaken = new Overtaken();
  const use: Write = {
    table: 'vault',
    update: vaultKey.uses(tenant, row.id, purpose16, consent.id),
    add: { used: 1 },
    if: {
      expression: 'attribute_exists(pk) AND #u < :allowed',
      names: { '#u': 'used' },
      values: { ':allowed': allowed },
    },
    else: overtaken,
  };
  await transact([
    {
      table: 'vault',
      check: vaultKey.consent(tenant, row.id, purpose16, consent.id),
      if: equals({ version: consent.version, state: 'active' }),
      else: overtaken,
    },
    {
      table: 'vault',
      check: vaultKey.individual(tenant, row.id),
      if: equals({ gate: row.gate, state: 'active' }),
      else: overtaken,
    },
    ...(allowed !== undefined && counts ? [use] : []),
    ...writes,
  ]);
  return recorded;
}

/** The transaction of a refusal: its payload stands with the individual while they exist, else only the entry. */
export async function recordRefused(
  passage: Passage & { readonly decision: Refused },
  wanted: Wanted,
  at: string,
): Promise<void> {
  const { requester, held } = passage;
  const bare = () =>
    transact(
      appendAudit({
        type: 'disclosure.refused',
        at,
        tenant: requester.tenant.id,
        actorRef: requester.ref,
        outcome: 'consent-required',
      }).writes,
    );
  if (!held) return bare();
  const gone = new Error('gone');
  const { writes } = entryOf(passage, wanted, at, 'refused');
  const individual = vaultKey.individual(requester.tenant.id, held.individual.row.id);
  try {
    await transact([{ table: 'vault', check: individual, if: present, else: gone }, ...writes]);
  } catch (error) {
    if (error !== gone) throw error;
    await bare();
  }
}

/**
 * One answer for refused, withdrawn, expired, erased and never asked; only the organisation that had a consent is
 * told that it has ended.
 */
export function refusalOf(ended: boolean): Problem {
  return new Problem('consent-required', ended ? { detail: 'A consent for this has ended.' } : {});
}

/** The audit entry of a disclosure with its sealed payload, which the entry is bound to. */
function entryOf(
  { requester, held, decision }: Passage,
  wanted: Wanted,
  at: string,
  outcome: 'released' | 'refused',
) {
  if (!held) throw new Problem('internal');
  const { row, keys } = held.individual;
  const id = newIdBelow('dsc', row.id);
  const release = decision.kind === 'release' ? decision : undefined;
  const payload: DisclosureContent['payload'] = {
    organisation: requester.organisation ?? '',
    staff: requester.ref.slice(0, 8),
    purpose: wanted.purpose,
    ...(release && { consent: release.consent.id }),
    asked: wanted.categories.map((category) => ({
      category,
      ...(wanted.fields?.[category] && { fields: wanted.fields[category] }),
    })),
    ...(wanted.period && { period: wanted.period }),
    released: release?.released ?? [],
    withheld: release?.withheld ?? [],
    ...(decision.kind === 'refuse' && { refusal: decision.reason }),
  };
  const { salt, commit } = commitTo(payload);
  const { entry, leaf, writes } = appendAudit({
    type: outcome === 'released' ? 'disclosure.released' : 'disclosure.refused',
    at,
    tenant: requester.tenant.id,
    actorRef: requester.ref,
    individualRef: keys.auditRef,
    object: { id, under: keys.auditRef },
    outcome: outcome === 'released' ? 'done' : 'consent-required',
    payloadCommit: commit,
  });
  const sealed = held.sealer.seal('disclosure', id, 1, { salt, payload } satisfies DisclosureContent);
  const disclosure: Write = {
    table: 'vault',
    put: { ...vaultKey.disclosure(requester.tenant.id, row.id, id), id, at, entry, leaf, outcome, sealed },
    if: absent,
  };
  return { recorded: { id, entry, leaf }, writes: [disclosure, ...writes] };
}
