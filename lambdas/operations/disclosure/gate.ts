import {
  type Candidate,
  decide,
  type Refused,
  type Release,
  type Wanted,
} from '../../domain/disclosure/disclosure.ts';
import { shardOf } from '../../domain/identifiers.ts';
import type { MemberAuthority, Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import { kindOf, rangePk, vaultPrefix } from '../../model/key-registry.ts';
import { as, type ConsentContent, type ConsentRow, type UsesRow } from '../../model/rows.ts';
import { queryAll, type Row, read } from '../../platform/dynamodb/reads.ts';
import { type Sealer, sealerFor, tenantKeys, unwrapNothing } from '../../stores/keys/keyring.ts';
import { shortCodeOf } from '../../stores/keys/short-code.ts';
import { memberFrom, memberRowsOf } from '../../stores/members/membership.ts';
import { type HeldIndividual, individualFrom, individualRowsOf } from '../../stores/people/individuals.ts';
import { mustBe } from '../../stores/tenants/tenants.ts';

/** A member of a tenant that stands open, as read with this call. */
export type Requester = MemberAuthority & { readonly tenant: Tenant };

/** What the gate read and decided. */
export interface Passage {
  readonly requester: Requester;
  /** The individual with their keys and the sealer of their use `case`; undefined when there is nobody. */
  readonly held:
    | { readonly individual: HeldIndividual<'record' | 'case'>; readonly sealer: Sealer }
    | undefined;
  readonly decision: Release | Refused;
  /** How often the consent that decides has been used, where its reads are limited. */
  readonly used: number;
}

/** Who asks for whom, and since when a read goes on over pages. */
export interface Approach {
  readonly tenant: string;
  readonly principal: string;
  readonly individual: string;
  readonly wanted: Wanted;
  readonly continued?: string | undefined;
  readonly now: string;
}

const uses = ['record', 'case'] as const;

/**
 * Reads everything a decision needs in one round trip, consistently, and decides. A second trip is made only
 * when the individual's `case` key is not in the cache, since consents are sealed under it. `beside` is read in
 * the same trip.
 * @throws Problem `not-found` for callers who are no members, `forbidden` for members who may not request,
 * `tenant-not-open`; each with the authority it was refused to
 */
export async function passGate<T>(
  approach: Approach,
  beside: Promise<T>,
): Promise<{ readonly passage: Passage; readonly beside: T }> {
  const { tenant, principal, individual, wanted } = approach;
  const members = memberRowsOf(principal, tenant);
  const people = individualRowsOf(tenant, individual, uses);
  const [rows, consents, extra] = await Promise.all([
    read([...members, ...people, ...tenantKeys.rows(tenant, 'index')]),
    queryAll({
      table: 'vault',
      pk: rangePk(tenant, shardOf(individual)),
      prefix: vaultPrefix.consentsTo(individual, shortCodeOf(individual, wanted.purpose)),
    }),
    beside,
  ]);
  const requester = admit(principal, rows.slice(0, members.length), approach.now);
  const found = individualFrom(
    tenant,
    individual,
    uses,
    rows.slice(members.length, members.length + people.length),
  );
  const held = found
    ? { individual: found, sealer: await sealerFor(kmsKeyOf(requester), found.keys, 'case') }
    : await nobody(requester, individual, rows.slice(members.length + people.length));
  const candidates = held ? candidatesIn(consents, held.sealer) : [];
  const decision = decide(wanted, {
    organisation: requester.organisation,
    individual: held?.individual.row,
    candidates,
    continued: approach.continued,
    now: approach.now,
  });
  const used =
    decision.kind === 'release'
      ? (candidates.find(({ consent }) => consent.id === decision.consent.id)?.used ?? 0)
      : 0;
  return { passage: { requester, held, decision, used }, beside: extra };
}

/** The requester behind member rows, checked as the pipeline checks others. */
export function admit(principal: string, rows: readonly (Row | undefined)[], now: string): Requester {
  const requester = memberFrom(principal, rows);
  try {
    if (!requester.roles.includes('requester')) throw new Problem('forbidden');
    mustBe(requester.tenant, now, 'open');
  } catch (problem) {
    throw Object.assign(problem as Problem, { authority: requester });
  }
  return requester;
}

/** The tenant's KMS key, which every open tenant has. */
export function kmsKeyOf({ tenant }: Requester): string {
  if (tenant.kmsKey === undefined) throw new Problem('unavailable');
  return tenant.kmsKey;
}

async function nobody(requester: Requester, individual: string, rows: readonly (Row | undefined)[]) {
  const index = tenantKeys.held(requester.tenant.id, 'index', rows);
  if (index) await unwrapNothing(kmsKeyOf(requester), index, individual);
  return undefined;
}

function candidatesIn(rows: readonly Row[], sealer: Sealer): Candidate[] {
  const used = new Map(
    rows.flatMap((row) =>
      kindOf('vault', row) === 'uses' ? [[row.sk.replace(/#USES$/, ''), as<UsesRow>(row).used] as const] : [],
    ),
  );
  return rows
    .filter((row) => kindOf('vault', row) === 'consent')
    .map((row) => {
      const { id, version, sealed } = as<ConsentRow>(row);
      return {
        consent: sealer.open<ConsentContent>('consent', id, version, sealed).release(),
        used: used.get(row.sk) ?? 0,
      };
    });
}
