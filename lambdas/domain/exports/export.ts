import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';
import { canBeConfirmed, checkTwoAdmins, type Person } from '../members/two-persons.ts';
import { Problem } from '../problems.ts';
import { stateAt } from '../tenants/tenancy.ts';

/** The scopes that hold something of the individuals who are there; see `exportScopes`. */
export const scopesOfPeople = ['all', 'evidence'] as const;
/**
 * `all`: everything; `evidence`: consents and evidence, without records, contacts and names; `kept`: what stays of
 * individuals who were erased, and nothing else.
 */
export const exportScopes = [...scopesOfPeople, 'kept'] as const;
export type ExportScope = (typeof exportScopes)[number];

/** What is stored of an export's course. */
type StoredExportState = 'asked' | 'running' | 'done' | 'remaking' | 'cancelled';

/**
 * `lapsed`: nobody confirmed it in time; `remaking`: it was done, and somebody has been erased since, so that the parts
 * that hold them are made anew; `void`: the contract has moved on since, its time is over, or it was cancelled.
 */
export const exportStates = ['asked', 'lapsed', 'running', 'done', 'remaking', 'void'] as const;
export type ExportState = (typeof exportStates)[number];

/** An export, as far as decisions about it need it. */
export interface Exporting {
  readonly scope: ExportScope;
  readonly state: StoredExportState;
  readonly epoch: number;
  readonly thumbprint: string;
  /** Who asked, by principal id, and when. */
  readonly by: string;
  readonly at: string;
  /** When it began. */
  readonly startedAt?: string | undefined;
}

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** How long a running export can put off the purge, at most. */
const beyondPurge = 72 * hour;

/**
 * Days after which the bucket deletes the objects of an export by itself: longer than the longest window and the
 * longest export after it. From then on it cannot be fetched.
 */
export const objectDays = 40;

/** How many exports can be asked for from one end of a contract to the next change of it. */
export const exportsAtMost = 20;

/** The state of an export at `now`: a change of the contract ends it without a job. */
export function exportStateAt(one: Exporting, tenant: Tenant, now: string): ExportState {
  if (one.state === 'cancelled' || one.epoch !== tenant.epoch || !isInTime(one.scope, tenant, now))
    return 'void';
  if (one.startedAt !== undefined && Date.parse(one.startedAt) + objectDays * day <= Date.parse(now))
    return 'void';
  return one.state === 'asked' && !canBeConfirmed(one.at, now) ? 'lapsed' : one.state;
}

/**
 * What an individual is told of an export that covers them: that it can be fetched, or could be; that it is being made;
 * or that it ended before anybody could fetch it.
 */
export const exportOutcomes = ['available', 'in-preparation', 'ended'] as const;
export type ExportOutcome = (typeof exportOutcomes)[number];

export function handedOut(
  { state, epoch, doneAt }: Pick<Exporting, 'state' | 'epoch'> & { readonly doneAt?: string | undefined },
  tenant: Pick<Tenant, 'epoch'>,
): ExportOutcome {
  if (doneAt !== undefined) return 'available';
  return state === 'running' && epoch === tenant.epoch ? 'in-preparation' : 'ended';
}

/** Whether parts of an export are made in this state. */
export const isMade = (state: ExportState): state is 'running' | 'remaking' =>
  state === 'running' || state === 'remaking';

/** Records of those who are there leave in the retrieval window alone; the rest as long as there is any. */
function isInTime(scope: ExportScope, tenant: Tenant, now: string): boolean {
  const state = stateAt(tenant, now);
  return state === 'retrieval' ? tenant.state === 'retrieval' : state === 'open' && scope !== 'all';
}

/**
 * Checks that an export may be asked for or confirmed now.
 * @throws Problem `tenant-not-open` outside its window; `conflict` once the purge is due
 */
export function mayBegin(scope: ExportScope, tenant: Tenant, now: string): void {
  if (!isInTime(scope, tenant, now)) throw new Problem('tenant-not-open');
  if (tenant.purgeAt !== undefined && isPast(tenant.purgeAt, now))
    throw new Problem('conflict', { detail: 'the retrieval window is over' });
}

/** What makes an export what it is. */
interface Repeated extends Pick<Exporting, 'scope' | 'thumbprint'> {
  /** Why it is asked for, if that was said. */
  readonly reason?: string | undefined;
}

/**
 * Checks that a second admin may confirm an export.
 * @param repeated what the confirmation says that it is.
 * @throws Problem `conflict` when it does not wait, or is another one; as `mayBegin` and `checkTwoAdmins` do
 */
export function confirming(
  one: Exporting & Repeated,
  tenant: Tenant,
  admins: { readonly requester: Person | undefined; readonly confirmer: Person },
  repeated: Repeated,
  now: string,
): void {
  const state = exportStateAt(one, tenant, now);
  if (state !== 'asked') throw new Problem('conflict', { detail: `this export is ${state}` });
  if (
    one.scope !== repeated.scope ||
    one.thumbprint !== repeated.thumbprint ||
    one.reason !== repeated.reason
  )
    throw new Problem('conflict', {
      detail: 'another export was asked for',
    });
  mayBegin(one.scope, tenant, now);
  checkTwoAdmins(admins.requester, admins.confirmer, now);
}

/**
 * Until when a step of a running export may have its lease; undefined when there is no time left for one.
 * @param lasts milliseconds that it wants.
 * @param takes milliseconds that a step may take.
 */
export function leaseUntil(
  { purgeAt }: Pick<Tenant, 'purgeAt'>,
  now: string,
  lasts: number,
  takes: number,
): string | undefined {
  const present = Date.parse(now);
  const end = purgeAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(purgeAt) + beyondPurge;
  return end - present < takes ? undefined : new Date(Math.min(present + lasts, end)).toISOString();
}
