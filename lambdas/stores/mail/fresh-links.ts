import { requestStateAt } from '../../domain/consents/consent.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { addressRow, individualRow, peopleAt } from '../../model/people-rows.ts';
import { linkRow } from '../../model/session-rows.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { unchanged } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import { commit } from '../commit/commit.ts';
import { findIndividual, type KeyedIndividual } from '../people/individuals.ts';
import { newestRequestsOf } from '../requests/requests.ts';
import { dueMail } from './due-mail.ts';

/** How many individuals may share one address: a couple, a parent with children. */
const peopleAtMost = 5;

/** The individual a fresh link is for, and the request it leads to. */
export interface LinkFor {
  readonly individual: string;
  readonly request?: string | undefined;
}

/** The owner of a link that was sent once, whatever its state is now. */
export async function ownerOfLink(
  tenant: string,
  { individual, hash }: { readonly individual: string; readonly hash: string },
): Promise<LinkFor[]> {
  const [row] = await read([linkRow.at(tenant, individual, hash)]);
  return row ? [{ individual, request: linkRow.from(row).request }] : [];
}

/** The individuals with an address, by its keyed hash; each with their newest request, an open one first. */
export async function behindAddress(tenant: string, hash: string, at: string): Promise<LinkFor[]> {
  const pointers = await queryAll(peopleAt(tenant, hash));
  return Promise.all(
    pointers.slice(0, peopleAtMost).map(async (pointer) => {
      const { individual } = addressRow.from(pointer);
      return { individual, request: await newestRequest(tenant, individual, at) };
    }),
  );
}

async function newestRequest(tenant: string, individual: string, at: string): Promise<string | undefined> {
  const requests = await newestRequestsOf(tenant, individual);
  const open = requests.find((one) => requestStateAt(one, at) === 'pending');
  return (open ?? requests[0])?.id;
}

/** Reads an individual to whom a fresh link may be sent; undefined when there is no such individual. */
export async function linkedIndividual(
  tenant: string,
  individual: string,
): Promise<KeyedIndividual<never> | undefined> {
  return findIndividual(tenant, individual, []);
}

/**
 * Makes the mail with a fresh link due, and counts the link with the individual.
 * @param linksSentAt when links were requested within the last hour, including this one.
 * @returns false when another one was counted since the individual was read; nothing was written then
 */
export async function storeFreshLink(
  tenant: Tenant,
  { row, keys }: KeyedIndividual<never>,
  request: string | undefined,
  linksSentAt: readonly string[],
  at: string,
): Promise<boolean> {
  const race = 'links sent';
  const asRead = { gate: row.gate, linksSentAt: row.linksSentAt };
  const entry = personEntry(keys, {
    type: 'link.requested',
    at,
    actorRef: 'unknown',
    object: request ?? row.id,
  });
  const counted = individualRow.update(
    row,
    { set: { linksSentAt } },
    { if: unchanged(asRead), else: { race } },
  );
  const mail = dueMail({ kind: 'link', tenant: tenant.id, individual: row.id, request }, at);
  const written = await unlessLost(race, () => commit({ tenant, at }, [counted, ...entry.writes], [mail]));
  return written !== 'lost';
}
