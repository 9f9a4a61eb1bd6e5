import { Problem } from '../../domain/problems.ts';
import { stateAt } from '../../domain/tenants/tenancy.ts';
import { type Key, listing, vaultKey } from '../../model/key-registry.ts';
import { as, type MailRow } from '../../model/rows.ts';
import { sendMail } from '../../platform/aws/ses.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import { present, transact, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import type { MailNamed } from '../../stores/outbox/due-mail.ts';
import { tenantOf } from '../../stores/tenants/tenants.ts';
import type { Preparation } from './due-mail.ts';
import { set } from './letter.ts';
import { toAdmins } from './to-admins.ts';
import { toIndividual } from './to-individual.ts';

/** What was done about a due mail. */
type Delivery = 'sent' | 'dropped' | 'waiting' | 'taken' | 'gone' | 'closed';

/** How long one notifier has a mail for itself, in seconds. */
const claimSeconds = 60;

/**
 * Sends a due mail and deletes its row. Its link or code is stored before it goes; a crash after sending sends a
 * second mail with another link, never none. Whoever works on it has it for a minute, so that a message that
 * comes twice sends it once.
 * @throws what the mail service says; the queue tries again, then the dead-letter queue has it
 */
export async function deliver(named: MailNamed, at: string): Promise<Delivery> {
  const key =
    named.individual === undefined
      ? vaultKey.tenantMail(named.tenant, named.mail)
      : vaultKey.mail(named.tenant, named.individual, named.mail);
  const [mailRow, tenantRow] = await read([
    { table: 'vault', key },
    { table: 'vault', key: vaultKey.tenant(named.tenant) },
  ]);
  if (!mailRow || !tenantRow) return 'gone';
  const mail = as<MailRow>(mailRow);
  const preparation = await prepare(mail, tenantRow, at);
  if (preparation === 'closed') return 'closed';
  if (preparation.kind === 'drop') {
    await transact([{ table: 'vault', remove: key }]);
    return 'dropped';
  }
  if (preparation.kind === 'wait') {
    await transact([postponed(mail, key, preparation.until)]);
    return 'waiting';
  }
  const taken = new Error('taken');
  try {
    await transact([claim(key, at, taken), ...preparation.mails.flatMap(({ writes }) => writes)]);
  } catch (error) {
    if (error === taken) return 'taken';
    throw error;
  }
  try {
    for (const { to, letter, language } of preparation.mails)
      await sendMail({ to, ...set(letter, language) });
  } catch (error) {
    await transact([{ table: 'vault', update: key, unset: ['claimedUntil'], if: present }]).catch(
      () => undefined,
    );
    throw error;
  }
  await transact([{ table: 'vault', remove: key }]);
  return 'sent';
}

async function prepare(mail: MailRow, tenantRow: Row, at: string): Promise<Preparation | 'closed'> {
  const tenant = tenantOf(tenantRow);
  const { kmsKey } = tenant;
  // What is left of a tenant being purged is the workflow's alone.
  if (!['open', 'retrieval'].includes(stateAt(tenant, at)) || kmsKey === undefined) return 'closed';
  const occasion = { tenant, kmsKey, at };
  return mail.individual === undefined
    ? toAdmins(mail, occasion)
    : toIndividual({ ...mail, individual: mail.individual }, occasion);
}

function claim(key: Key, at: string, taken: Error): Write {
  return {
    table: 'vault',
    update: key,
    set: { claimedUntil: after(at, claimSeconds) },
    add: { attempts: 1 },
    if: {
      expression: 'attribute_exists(pk) AND (attribute_not_exists(#c) OR #c <= :now)',
      names: { '#c': 'claimedUntil' },
      values: { ':now': at },
    },
    else: taken,
  };
}

/** The row comes up again, in the sweeper's list too, when it may be sent. */
function postponed({ id, tenant }: MailRow, key: Key, until: string): Write {
  return {
    table: 'vault',
    update: key,
    set: { dueAt: until, listSk: listing.due(tenant, until, id) },
    if: present,
    else: new Problem('conflict'),
  };
}
