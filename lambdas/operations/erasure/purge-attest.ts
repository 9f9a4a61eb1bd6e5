import { attestationRecord, type PurgedTenant } from '../../domain/erasure/attestation.ts';
import { plusTables, type TableCounts } from '../../domain/erasure/counts.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { evidenceKey, keysKey, vaultKey } from '../../model/key-registry.ts';
import { type WorkflowEvent, workflowEntry } from '../../model/tenant-ranges.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { newId } from '../../platform/runtime/random.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import { storedCounts } from '../../stores/erasure/stored-counts.ts';
import { fateOf, type KeyFate } from '../../stores/keys/key-destruction.ts';
import { holding, type Step } from '../../stores/retention/step.ts';
import { sign } from '../../stores/statements/signer.ts';
import { attestationWrites, referenceTo } from '../../stores/statements/statements.ts';

/**
 * Attestation (1): states what was there, what was deleted, which keys were destroyed, what remains and why, and
 * from when on not even a backup can give anything back. Statement, audit entry and the state `purged` are one
 * transaction, so that there is one attestation however often this runs. Nothing is attested while the tenant's KMS
 * key could still be used.
 */
export const purgeAttest: Step = (attempt, run) =>
  holding(attempt, run, ['purging', 'purged'], async ({ tenant }) => {
    if (tenant.state === 'purged') return { outcome: 'attested' };
    const key = tenant.kmsKey === undefined ? undefined : await fateOf(tenant.kmsKey);
    if (key?.state === 'usable') return { outcome: 'key-usable' };
    await attest(tenant, await purged(tenant, key), run.at);
    return { outcome: 'attested' };
  });

async function attest(tenant: Tenant, facts: PurgedTenant, at: string): Promise<void> {
  const { id, epoch } = tenant;
  const attestation = newId('att');
  const entry = appendAudit(
    { type: 'purge.attested', at, tenant: id, actorRef: 'workflow', version: 1 },
    workflowEntry(id, epoch, 'purge.attested'),
  );
  const signed = await sign({
    kind: 'erasure-attestation',
    id: attestation,
    at,
    leaf: entry.leaf,
    record: attestationRecord(facts),
  });
  const known = new Error('attested already');
  try {
    await transact([
      {
        table: 'vault',
        update: vaultKey.tenant(id),
        set: { state: 'purged', version: tenant.version + 1 },
        if: equals({ state: 'purging', epoch }),
        else: known,
      },
      ...attestationWrites({ tenant: id, epoch, part: 1 }, attestation, signed, at, known),
      ...entry.writes,
    ]);
  } catch (error) {
    if (error !== known) throw error;
  }
}

/** Gathers what is to be attested from what the steps before left on the record. */
async function purged(tenant: Tenant, key: KeyFate | undefined): Promise<PurgedTenant> {
  const { id, epoch } = tenant;
  const [[committed, shredded, verified, schedule, envelope], counts] = await Promise.all([
    read([
      entryOf(id, epoch, 'purge.committed'),
      entryOf(id, epoch, 'purge.shredded'),
      entryOf(id, epoch, 'purge.verified'),
      { table: 'evidence', key: evidenceKey.schedule(id, epoch) },
      { table: 'keys', key: keysKey.envelope(id) },
    ]),
    storedCounts(id, epoch),
  ]);
  const existed = counts.reduce<TableCounts>((sum, row) => plusTables(sum, row.counts), {});
  const signed = schedule?.signed as SignedStatement | undefined;
  return {
    tenant: id,
    epoch,
    endedAt: tenant.endedAt,
    purgeAt: tenant.purgeAt,
    schedule: signed && referenceTo(`${id}#${epoch}`, signed),
    committedAt: whenOf(committed),
    shreddedAt: whenOf(shredded),
    verifiedAt: whenOf(verified),
    existed,
    countedAt: counts.map((row) => row.at).sort()[0] ?? whenOf(committed),
    left: { evidence: { leaf: existed.evidence?.leaf ?? 0 } },
    rangeSecrets: existed.keys?.shard ?? 0,
    keyGoneAt: key?.state === 'pending' ? key.goneAt : key?.state === 'gone' ? 'gone' : undefined,
    envelopeUntil: envelope && new Date((envelope.expiresAt as number) * 1000).toISOString(),
  };
}

const entryOf = (tenant: string, epoch: number, event: WorkflowEvent) =>
  ({ table: 'evidence', key: evidenceKey.entry(tenant, workflowEntry(tenant, epoch, event)) }) as const;

/** When an entry was made. @throws Error when it is missing: nothing is attested that is not on the record */
function whenOf(row: Row | undefined): string {
  const at = (row?.body as { at?: string } | undefined)?.at;
  if (at === undefined) throw new Error('an entry of the purge is missing');
  return at;
}
