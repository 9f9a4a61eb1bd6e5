import { wholeTenant } from '../../domain/holds/hold.ts';
import { bitsOf, shardOf } from '../../domain/identifiers.ts';
import { holdRow, holdsOf } from '../../model/hold-rows.ts';
import { individualRow, referenceRow } from '../../model/people-rows.ts';
import { exportingRow, exportPartRow, exportRow } from '../../model/statement-rows.ts';
import { partition, type Table, tenantRange } from '../../model/tables.ts';
import type { Key } from '../../platform/dynamodb/key.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';

/** An individual under a legal hold. */
export interface HeldPerson {
  readonly id: string;
  /** When the hold ends by itself. */
  readonly until: string;
  /** The keyed hash by which their tenant's reference points to them. */
  readonly referenceHash: string | undefined;
}

/** Who is held of a tenant that is purged, and what stays for them. */
export interface Held {
  readonly people: readonly HeldPerson[];
  /** The shards whose secret and fence stay. */
  readonly shards: readonly string[];
  /** Whether a row stays while they are held: the one predicate of all steps of a purge. */
  keeps(table: Table, key: Key): boolean;
}

/**
 * Reads who is held. A hold counts until its end is recorded, and none is set once a purge has begun: whoever works
 * with an older answer keeps too much, and never removes too much.
 */
export async function readHeld(tenant: string): Promise<Held> {
  const holds = (await queryAll({ ...holdsOf(tenant), attributes: ['pk', 'sk', 'id', 'until'] }))
    .map((row) => holdRow.from(row))
    .filter(({ id }) => id !== wholeTenant);
  const rows = await read(holds.map(({ id }) => individualRow.at(tenant, id)));
  return heldOf(
    tenant,
    holds.map(({ id, until }, i) => ({
      id,
      until,
      referenceHash: individualRow.from(rows[i])?.referenceHash,
    })),
  );
}

/**
 * What stays while these are held: their own ranges, what points to them, their keys, secret and fence of their
 * shards, the log, and the tenant's own range but for exports, which hold what is everybody else's.
 */
export function heldOf(tenant: string, people: readonly HeldPerson[]): Held {
  const owns = new Set(people.map(({ id }) => bitsOf(id)));
  const shards = [...new Set(people.map(({ id }) => shardOf(id)))];
  const placeOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
  const pointers = new Set(
    people.flatMap(({ referenceHash }) =>
      referenceHash === undefined ? [] : [placeOf(referenceRow.key(tenant, referenceHash))],
    ),
  );
  const ofShards = new Set(shards.map((shard) => partition.range(tenant, shard)));
  const keeps = (table: Table, key: Key): boolean => {
    if (people.length === 0) return false;
    if (table === 'evidence') return key.sk !== 'E#PLANTED';
    if (key.pk === partition.range(tenant, tenantRange))
      return key.sk !== 'PLANTED' && ![exportRow, exportPartRow, exportingRow].some((kind) => kind.is(key));
    const [kind, own = '', last = ''] = key.sk.split('#');
    if (kind === 'I') return owns.has(own);
    if (kind === 'ADDR') return owns.has(last);
    if (kind === 'REF') return pointers.has(placeOf(key));
    return (kind === 'SHARD' || kind === 'FENCE') && ofShards.has(key.pk);
  };
  return { people, shards, keeps };
}
