import type { Tenant } from '../../domain/members/authority.ts';
import { entryRow } from '../../model/audit-rows.ts';
import { leaseRow } from '../../model/erasure-rows.ts';
import { envelopeRow, shardSecretRow } from '../../model/key-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { attestationOfRow, exportingRow } from '../../model/statement-rows.ts';
import { partition, type Table, tenantRange } from '../../model/tables.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import type { Key } from '../../platform/dynamodb/key.ts';
import { type Condition, equals } from '../../platform/dynamodb/transaction.ts';
import { type Held, heldOf } from '../holds/held.ts';
import { workflowEntryId, workflowEvents } from '../retention/workflow-entries.ts';
import { closeShards } from './fences.ts';
import { type ErasureRange, type ErasureScope, oneRow } from './scope.ts';
import { individualsOf, keptKeysOf, leavesOf, rangeNames, sweptRangesOf } from './tenant-ranges.ts';

/**
 * The scope of the complete removal of a tenant. Only its id, attestations, leaf hashes and the ledger stay; and what
 * is held, until it is not.
 * @param round how often it was attested before with somebody held.
 */
export function tenantScope(tenant: Tenant, held: Held = heldOf(tenant.id, []), round = 0): ErasureScope {
  const { id, epoch } = tenant;
  const forLastSteps = keptBySweep(id, epoch, round);
  const gateOf = (key: Key) => {
    const own = individualNamedBy(key);
    return own && !held.keeps(individualRow.table, own) ? own : undefined;
  };
  const secretOf = (range: string) => shardSecretRow.key(id, range);
  const evidence = sweptRangesOf('evidence', id);
  return {
    tenant,
    erased: { tenant: id },
    swept: { keys: sweptRangesOf('keys', id), vault: sweptRangesOf('vault', id), evidence },
    alsoCounted: held.people.length === 0 ? leavesOf(id) : [],
    keeps: (table, key) => forLastSteps(table, key) || held.keeps(table, key),
    gates: { table: individualRow.table, ranges: individualsOf(id), of: gateOf },
    secrets: rangeNames
      .map(secretOf)
      .filter((key) => !held.keeps('keys', key))
      .map((key) => ({ table: shardSecretRow.table, key })),
    looseKeys: [...individualsOf(id), ...keptKeysOf(id)]
      .filter(({ shard }) => held.shards.includes(shard))
      .map((range) => ({ ...range, name: `loose-${range.name}` })),
    pointOfNoReturn: (at, race) => [
      tenantRow.update(
        [id],
        { set: { state: 'purging', version: tenant.version + 1 } },
        { if: mayBePurged(tenant, at), else: { race } },
      ),
      exportingRow.check([id], noneExporting(at), { race }),
    ],
    close: (at) => closeShards(tenant, at),
    last: {
      ranges: [...evidence, statementsOf(id), oneRow('envelope', tenantRange, 'keys', envelopeRow.key(id))],
      // Attestations stay: anyone may want to check one years later.
      keeps: (_, key) => attestationOfRow.is(key),
      writes: ({ attempt }) => [
        tenantRow.remove([id], { if: equals({ state: 'purged', epoch }) }),
        leaseRow.remove([id], { if: equals({ attempt }) }),
      ],
    },
  };
}

/** The tenant's schedule and pointers to its attestations. */
const statementsOf = (tenant: string): ErasureRange => ({
  name: 'statements',
  shard: tenantRange,
  table: attestationOfRow.table,
  pk: partition.statements(tenant),
});

/** The own row of the individual whose audit secret this is; their other keys name them again. */
function individualNamedBy({ pk, sk }: Key): Key | undefined {
  const [, own] = /^(I#[^#]+)#AUDIT$/.exec(sk) ?? [];
  return own === undefined ? undefined : { pk, sk: own };
}

/** Condition: no export is running, or its lease is over. */
const noneExporting = (at: string): Condition => ({
  expression: 'attribute_not_exists(pk) OR #until <= :at',
  names: { '#until': 'until' },
  values: { ':at': at },
});

/** Condition: the tenant is as it was read, and under no legal hold. */
function mayBePurged({ epoch, purgeAt }: Tenant, at: string): Condition {
  const asRead = equals({ state: 'retrieval', epoch, purgeAt });
  return {
    expression: `${asRead.expression} AND (attribute_not_exists(#held) OR #held <= :at)`,
    names: { ...asRead.names, '#held': 'heldUntil' },
    values: { ...asRead.values, ':at': at },
  };
}

/**
 * Whether the sweep keeps a row because the last steps need it: the tenant and its lease, the envelope with the
 * admins' addresses, and the purge's own entries. All of them are deleted after attestation (2).
 */
export function keptBySweep(tenant: string, epoch: number, round = 0): (table: Table, key: Key) => boolean {
  const rounds = Array.from({ length: round + 1 }, (_, i) => i);
  const mark = (table: Table, { pk, sk }: Key) => `${table} ${pk} ${sk}`;
  const kept = new Set([
    mark('vault', tenantRow.key(tenant)),
    mark('vault', leaseRow.key(tenant)),
    mark('keys', envelopeRow.key(tenant)),
    ...workflowEvents
      .filter((event) => event.startsWith('purge.'))
      .flatMap((event) =>
        rounds.map((n) => mark('evidence', entryRow.key(tenant, workflowEntryId(tenant, epoch, event, n)))),
      ),
  ]);
  return (table, key) => kept.has(mark(table, key));
}
