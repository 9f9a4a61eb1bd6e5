import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';
import { stateAt } from '../tenants/tenancy.ts';
import { isDue, isHeld, isPastDue, purgeBeginsAt } from './due.ts';
import { atRest, type Lease } from './lease.ts';

/** Where a tenant stands on its way out, as whoever looks after the deployment asks. */
export const standings = [
  /** Its contract has an end that has not come. */
  'ending',
  /** Its data can be retrieved; the purge is not due. */
  'retrieval',
  'held',
  'due',
  /** The purge is due for a day, or was not attested within one. */
  'overdue',
  /** A step fails again and again. */
  'blocked',
  'removing',
  /** Attested once; AWS has not destroyed the key yet. */
  'removed',
] as const;
export type Standing = (typeof standings)[number];

/** How often a step fails before somebody has to look. */
const triesPass = 3;

/** Where a tenant stands at `at`; undefined for one whose contract runs on without an end. */
export function standingOf(
  tenant: Tenant,
  lease: Pick<Lease, 'fault' | 'noticedAt' | 'step'> | undefined,
  at: string,
): Standing | undefined {
  const state = stateAt(tenant, at);
  if (state === 'purged') return 'removed';
  if (isHeld(tenant, at) && (state !== 'purging' || lease?.step === atRest)) return 'held';
  if (state === 'open' || state === 'provisioning') return tenant.endsAt === undefined ? undefined : 'ending';
  if (isPastDue(tenant, lease, at)) return 'overdue';
  if ((lease?.fault?.tries ?? 0) >= triesPass) return 'blocked';
  if (state === 'purging') return 'removing';
  return isDue(tenant, lease, at) ? 'due' : 'retrieval';
}

/** What a purge can wait for. */
export const blockers = ['window', 'hold', 'export'] as const;

/** What a purge waits for, and until when. */
export interface Blocker {
  readonly by: (typeof blockers)[number];
  readonly until: string;
}

/** What is known of a tenant that can put off its purge. */
export interface PuttingOff {
  readonly lease?: Pick<Lease, 'noticedAt' | 'step'> | undefined;
  /** The lease of the export that runs. */
  readonly exporting?: { readonly until: string } | undefined;
}

/**
 * What the purge of a contract waits for at `at`: the window and an export once it has ended, a hold before as well;
 * and to be complete, once everybody but individuals who are held is removed.
 */
export function blockersOf(tenant: Tenant, { lease, exporting }: PuttingOff, at: string): Blocker[] {
  const state = stateAt(tenant, at);
  const ended = state === 'retrieval';
  const held = state === 'purging' ? lease?.step === atRest : state !== 'purged';
  const waits: readonly (readonly [Blocker['by'], string | undefined])[] = [
    ['window', ended ? purgeBeginsAt(tenant, lease) : undefined],
    ['hold', held ? tenant.heldUntil : undefined],
    ['export', ended ? exporting?.until : undefined],
  ];
  return waits.flatMap(([by, until]) => (until !== undefined && !isPast(until, at) ? [{ by, until }] : []));
}
