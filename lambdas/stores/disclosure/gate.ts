import { decide, type Refused, type Release, type Wanted } from '../../domain/disclosure/disclosure.ts';
import { checkRefusedReads } from '../../domain/disclosure/refused-reads.ts';
import { judge } from '../../domain/members/judge.ts';
import { Problem } from '../../domain/problems.ts';
import { refusedReadsRow } from '../../model/disclosure-rows.ts';
import type { Sealer } from '../../model/row.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { consentRowsOf, consentsIn } from '../consents/consents.ts';
import { caseSealer } from '../keys/open-case.ts';
import { unwrapNothing } from '../keys/open-index.ts';
import { recordSealer } from '../keys/open-record.ts';
import { tenantKeys } from '../keys/read-keys.ts';
import { type MemberRowsRead, memberIn, memberRows, type TenantMember } from '../members/membership.ts';
import { individualFrom, individualRowsOf, type KeyedIndividual } from '../people/individuals.ts';
import { refusedReadsOf } from './refused-reads.ts';

/** What the gate read and decided. */
export interface GateDecision {
  readonly requester: TenantMember;
  /**
   * The individual with their keys, and what opens them; undefined when there is no such individual.
   */
  readonly person: GatePerson | undefined;
  readonly decision: Release | Refused;
}

/** The individual a read is about, and the sealers of their uses `case` and `record`. */
export interface GatePerson {
  readonly individual: KeyedIndividual<'record' | 'case'>;
  readonly sealer: Sealer;
  readonly records: Sealer;
}

/** Who reads about whom, and which read over pages this call continues. */
export interface GateInput {
  readonly tenant: string;
  readonly principal: string;
  readonly individual: string;
  readonly wanted: Wanted;
  /** The consent that an earlier page of the same read was released under. */
  readonly continued?: string | undefined;
  /** The present instant, RFC 3339 UTC. */
  readonly at: string;
}

const uses = ['record', 'case'] as const;

/**
 * Reads everything a decision needs in one round trip, consistently, and decides. A second trip is made only when the
 * individual's keys are not in the cache: `case` and `record` are unwrapped side by side, whatever will be decided
 * and for nobody too, so that no time tells of the decision. The gate judges the caller's
 * authority as read in this trip: reading it beforehand would be less recent and cost another trip.
 * @param alsoRead is under way in the same trip.
 * @throws Problem `not-found` for callers who are no members, `forbidden` for members who may not request,
 * `tenant-not-open`; each with the authority it was refused to; `too-many-requests` after sixty refused reads in an
 * hour, whoever they were about
 */
export async function passGate<T>(
  input: GateInput,
  alsoRead: Promise<T>,
): Promise<{ readonly passed: GateDecision; readonly alsoRead: T }> {
  const { tenant, principal, individual, wanted, at } = input;
  const [rows, consents, extra] = await Promise.all([
    readNamed({
      ...memberRows(principal, tenant),
      refused: refusedReadsOf(tenant, principal, at),
      people: individualRowsOf(tenant, individual, uses),
      index: tenantKeys.rows(tenant, 'index'),
    }),
    consentRowsOf(tenant, individual, wanted.purpose),
    alsoRead,
  ]);
  const requester = admitRequester(principal, rows, at);
  checkRefusedReads(refusedReadsRow.from(rows.refused)?.count ?? 0, at);
  const found = individualFrom(tenant, individual, uses, rows.people);
  const person = found
    ? await openedPerson(kmsKeyOf(requester), found)
    : await workForNobody(requester, individual, rows.index);
  const decision = decide(wanted, {
    organisation: requester.organisation,
    individual: person?.individual.row,
    candidates: person ? consentsIn(consents, person.sealer) : [],
    continued: input.continued,
    now: at,
  });
  return { passed: { requester, person, decision }, alsoRead: extra };
}

/**
 * The requester that member rows stand for, judged in the same way as the pipeline judges other members.
 * @throws Problem `not-found`, `forbidden`, `tenant-not-open`
 */
export function admitRequester(principal: string, rows: MemberRowsRead, at: string): TenantMember {
  const requester = memberIn(principal, rows);
  judge(requester, ['requester'], { at, states: ['open'] });
  return requester;
}

/** The tenant's KMS key, which every open tenant has. */
export function kmsKeyOf({ tenant }: TenantMember): string {
  if (tenant.kmsKey === undefined) throw new Problem('unavailable');
  return tenant.kmsKey;
}

async function openedPerson(kmsKey: string, individual: GatePerson['individual']): Promise<GatePerson> {
  const [sealer, records] = await Promise.all([
    caseSealer(kmsKey, individual.keys),
    recordSealer(kmsKey, individual.keys),
  ]);
  return { individual, sealer, records };
}

/** Does equivalent work when there is no such individual, so that the time of a refusal does not reveal it. */
async function workForNobody(
  requester: TenantMember,
  individual: string,
  rows: readonly (Row | undefined)[],
): Promise<undefined> {
  const index = tenantKeys.from(requester.tenant.id, 'index', rows);
  if (index) await unwrapNothing(kmsKeyOf(requester), index, individual, uses);
}
