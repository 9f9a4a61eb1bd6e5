/*
 * The state of one tenant on its way out, as small as the rules allow: its row, lease, hold and export, the executions
 * that act on it, what is left of its data, and what was promised to whom.
 */
import type { Hold } from '../../../lambdas/domain/holds/hold.ts';
import type { Tenant } from '../../../lambdas/domain/members/authority.ts';
import { lookAt } from '../../../lambdas/domain/retention/due.ts';
import type { Lease } from '../../../lambdas/domain/retention/lease.ts';
import { firstPlace, type Machine, type Next } from './definitions.ts';

/** An execution of a state machine. */
export interface Execution {
  readonly machine: Machine;
  /** Its name; a copy made in the console has another one with the same input. */
  readonly name: string;
  readonly epoch: number;
  readonly attempt: number;
  /** The version of its definition, and so of what it sends to its steps. */
  readonly version: number;
  readonly next: Next;
  /** The last instant that a step named to wake at. */
  readonly named?: string | undefined;
  /** When it failed or was stopped. Its last step may still go on somewhere. */
  readonly died?: string | undefined;
  /** What the point of no return has read, if it is between reading and writing. */
  readonly read?: { readonly tenant: Tenant; readonly at: string } | undefined;
}

/** A lease with what matters of the counts in it, and with its place in the list of what is due. */
export interface HeldLease extends Lease {
  readonly counted?: boolean;
  readonly verified?: boolean;
  readonly look?: string | undefined;
}

export interface World {
  readonly now: string;
  /** ISO 8601 duration: the retrieval window of the deployment. */
  readonly window: string;
  /** Undefined once its last row is deleted. */
  readonly tenant: Tenant | undefined;
  readonly lease: HeldLease | undefined;
  readonly hold: (Hold & { readonly look: string }) | undefined;
  readonly exporting: { readonly epoch: number; readonly until: string } | undefined;
  readonly executions: readonly Execution[];
  /** The version of input that the deployed steps understand, and that new executions send. */
  readonly version: number;
  readonly secrets: boolean;
  readonly rows: 'there' | 'expired' | 'gone';
  /** When AWS destroys the key, once that is ordered. */
  readonly keyGoneAt: string | undefined;
  readonly ledger: number;
  readonly attested: 0 | 1 | 2;
  /** What a person was told and counts on, noted as it was said and by no rule of the code. */
  readonly promised: {
    readonly heldUntil?: string | undefined;
    readonly endedAt?: string | undefined;
    readonly firstNoticeAt?: string | undefined;
  };
}

/** A tenant whose contract runs on. */
export function openWorld(id: string, now: string, window: string): World {
  const tenant: Tenant = {
    id,
    name: 'Praxis Nord',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    languages: ['de'],
    helpPhone: '+49 461 5550100',
    createdAt: now,
    version: 1,
    state: 'open',
    epoch: 1,
    kmsKey: 'arn:aws:kms:eu-central-1:000000000000:key/1',
    cursorSecret: new Uint8Array(32),
  };
  return {
    now,
    window,
    tenant,
    lease: placed(tenant, { epoch: 1, attempt: 0, until: now }),
    hold: undefined,
    exporting: undefined,
    executions: [],
    version: 1,
    secrets: true,
    rows: 'there',
    keyGoneAt: undefined,
    ledger: 0,
    attested: 0,
    promised: {},
  };
}

/** A lease with the instant at which somebody has to look at its tenant. */
export function placed(tenant: Tenant, lease: HeldLease): HeldLease {
  return { ...lease, look: lookAt(tenant, lease.until, lease) };
}

const nameOf = (machine: Machine, epoch: number, attempt: number) => `${machine} ${epoch}-${attempt}`;

/** Starts an execution, unless one of that name was started before. */
export function started(world: World, machine: Machine, epoch: number, attempt: number, suffix = ''): World {
  const name = nameOf(machine, epoch, attempt) + suffix;
  if (world.executions.some((one) => one.name === name)) return world;
  const { version } = world;
  const execution: Execution = { machine, name, epoch, attempt, version, next: firstPlace(machine) };
  return { ...world, executions: [...world.executions, execution] };
}

export const isOver = ({ next, died }: Execution) =>
  died !== undefined || next === 'succeeded' || next === 'failed';

/** Whether an execution can do its next step now. */
export const canStep = (world: World, one: Execution) => {
  const wakes = wakesOf(one);
  return !isOver(one) && !(wakes !== undefined && wakes > world.now);
};

/** When an execution that waits wakes. */
export const wakesOf = ({ next, named }: Execution) =>
  typeof next === 'object' && next.waits ? named : undefined;
