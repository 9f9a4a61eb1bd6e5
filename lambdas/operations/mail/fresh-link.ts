import { requestStateAt } from '../../domain/consents/consent.ts';
import { shardOf } from '../../domain/identifiers.ts';
import { mailsAnHour, oneMoreWithinHour } from '../../domain/sessions/session.ts';
import { stateAt } from '../../domain/tenants/tenancy.ts';
import { rangePk, vaultKey, vaultPrefix } from '../../model/key-registry.ts';
import { as, type LinkRow, type PointerRow, type RequestRow } from '../../model/rows.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { transact, unchanged } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { announce, dueMail, type LinkAskedFor } from '../../stores/outbox/due-mail.ts';
import { individualFrom, individualRowsOf } from '../../stores/people/individuals.ts';
import { tenantOf } from '../../stores/tenants/tenants.ts';

/** How many people one address may stand for: a couple, a parent with children. */
const peopleAtMost = 5;

/** Whom a fresh link is for, and which request it is about. */
interface For {
  readonly individual: string;
  readonly request?: string | undefined;
}

/**
 * Makes mails with a fresh link due, if there is anybody: three an hour for each person at most. Whoever asked has
 * had their answer already, the same for everyone.
 * @returns how many were made due
 */
export async function renewLinks(asked: LinkAskedFor, at: string): Promise<number> {
  const [row] = await read([{ table: 'vault', key: vaultKey.tenant(asked.tenant) }]);
  if (!row || !['open', 'retrieval'].includes(stateAt(tenantOf(row), at))) return 0;
  const people = asked.link
    ? await ownerOf(asked.tenant, asked.link)
    : await behindAddress(asked.tenant, asked.address ?? '', at);
  let made = 0;
  for (const one of people) if (await makeDue(asked.tenant, one, at)) made += 1;
  return made;
}

/** The owner of a link that was sent once, whatever has become of it. */
async function ownerOf(
  tenant: string,
  { individual, hash }: NonNullable<LinkAskedFor['link']>,
): Promise<For[]> {
  const [row] = await read([{ table: 'vault', key: vaultKey.link(tenant, individual, hash) }]);
  return row ? [{ individual, request: as<LinkRow>(row).request }] : [];
}

async function behindAddress(tenant: string, hash: string, at: string): Promise<For[]> {
  const pointers = await queryAll({
    table: 'vault',
    pk: rangePk(tenant, shardOf(hash)),
    prefix: vaultPrefix.addresses(hash),
  });
  return Promise.all(
    pointers.slice(0, peopleAtMost).map(async (pointer) => {
      const { individual } = as<PointerRow>(pointer);
      return { individual, request: await newestRequest(tenant, individual, at) };
    }),
  );
}

/** The newest request that is still open, else the newest of all. */
async function newestRequest(tenant: string, individual: string, at: string): Promise<string | undefined> {
  const rows = await queryAll({
    table: 'vault',
    pk: rangePk(tenant, shardOf(individual)),
    prefix: vaultPrefix.requests(individual),
  });
  const requests = rows
    .map((row) => as<RequestRow>(row))
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const open = requests.find((one) => requestStateAt(one, at) === 'pending');
  return (open ?? requests[0])?.id;
}

async function makeDue(tenant: string, { individual, request }: For, at: string): Promise<boolean> {
  // Each time it is overtaken another link has been counted, so this ends.
  for (let attempt = 0; attempt <= mailsAnHour; attempt++) {
    const held = individualFrom(tenant, individual, [], await read(individualRowsOf(tenant, individual, [])));
    if (!held) return false;
    const { gate, linksSentAt } = held.row;
    const next = oneMoreWithinHour(linksSentAt ?? [], at);
    if (!next.allowed) return false;
    const mail = dueMail({ kind: 'link', tenant, individual, request }, at);
    const { auditRef } = held.keys;
    const overtaken = new Error('overtaken');
    try {
      await transact([
        {
          table: 'vault',
          update: vaultKey.individual(tenant, individual),
          set: { linksSentAt: [...next.recent, at] },
          if: unchanged({ gate, linksSentAt }),
          else: overtaken,
        },
        mail.write,
        ...appendAudit({
          type: 'link.requested',
          at,
          tenant,
          actorRef: 'unknown',
          individualRef: auditRef,
          object: { id: request ?? individual, under: auditRef },
        }).writes,
      ]);
    } catch (error) {
      if (error !== overtaken) throw error;
      continue;
    }
    await announce(mail);
    return true;
  }
  return false;
}
