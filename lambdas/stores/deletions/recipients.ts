import { deletionEnd } from '../../domain/deletions/period.ts';
import { idBelow } from '../../domain/identifiers.ts';
import { consentOfUses, readersIn, usesRow } from '../../model/consent-rows.ts';
import { deletionList, deletionRow, type ErasureRecipient } from '../../model/erasure-rows.ts';
import { placeIn } from '../../model/places.ts';
import { unlessLost } from '../../platform/dynamodb/lost-race.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import { absent } from '../../platform/dynamodb/transaction.ts';
import { epochSeconds } from '../../platform/runtime/clock.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../audit/entries.ts';
import { commit } from '../commit/commit.ts';
import type { ErasureLeased } from '../erasure/individual-row.ts';
import { unannouncedMail } from '../mail/mail-rows.ts';
import { leaseRace } from '../retention/lease.ts';
import { secretIn, tenantSecret } from '../tenants/audit-secret.ts';
import { tenantFence } from '../tenants/tenants.ts';

/** How many organisations are asked after one erasure, and how many consents each is told. */
const recipientsAtMost = 200;
const consentsAtMost = 10;

/** The organisations that have read an individual's data, by the counters of their consents; each once. */
export function recipientsIn(individual: string, rows: readonly Row[]): ErasureRecipient[] {
  const reads = rows
    .filter((row) => usesRow.is(row))
    .flatMap((row) => {
      const uses = usesRow.from(row);
      const consent = idBelow('cns', individual, consentOfUses(row).split('#').at(-1) ?? '');
      return readersIn(uses).map((organisation) => ({ organisation, consent, at: uses.lastReadAt ?? '' }));
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return [...Map.groupBy(reads, ({ organisation }) => organisation)]
    .slice(0, recipientsAtMost)
    .map(([organisation, own]) => ({
      id: newId('del'),
      organisation,
      consents: own.slice(0, consentsAtMost).map(({ consent }) => consent),
    }));
}

/**
 * Asks every organisation that has read an erased individual's data to delete them, too: each once, with its audit
 * entry and the mail to its members in one transaction. The outbox's sweeper sends the mail.
 * @throws LostRace `lease` when the tenant's purge has begun: it ends the erasure, and nobody is asked any more
 */
export async function askRecipients({ tenant, erasure }: ErasureLeased, at: string): Promise<void> {
  const { individual, attestation, recipients = [], verifiedAt } = erasure;
  if (recipients.length === 0 || verifiedAt === undefined) return;
  const until = deletionEnd(verifiedAt);
  const [secret, ...made] = await read([
    tenantSecret(tenant.id),
    ...recipients.map(({ id }) => deletionRow.at(tenant.id, id)),
  ]);
  const under = secretIn(secret);
  const race = 'asked';
  for (const { id, organisation, consents } of recipients.filter((_, i) => !made[i])) {
    const key = deletionRow.key(tenant.id, id);
    const row = {
      ...{ id, organisation, consents, individual, attestation, askedAt: at, until, version: 1 },
      expiresAt: epochSeconds(until),
      ...placeIn(deletionList(tenant.id), key, at, id),
    };
    const event = { type: 'deletion.asked', at, tenant: tenant.id, actorRef: 'workflow' } as const;
    const mail = { kind: 'deletion-asked', tenant: tenant.id, organisation } as const;
    await unlessLost(race, () =>
      commit({ tenant, at }, [
        deletionRow.put(key, row, { if: absent, else: { race } }),
        tenantFence(tenant, { race: leaseRace }),
        ...appendAudit({ ...event, object: { id, under } }).writes,
        unannouncedMail(mail, at),
      ]),
    );
  }
}
