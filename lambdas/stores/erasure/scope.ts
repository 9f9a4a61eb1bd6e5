import type { Tenant } from '../../domain/members/authority.ts';
import type { LeaseRow } from '../../model/erasure-rows.ts';
import type { Table } from '../../model/tables.ts';
import type { Key } from '../../platform/dynamodb/key.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import type { NamedRange } from '../../platform/dynamodb/walk.ts';
import type { Erased } from './ledger.ts';

/** A range of rows that a removal walks through: a whole partition, or the rows with a prefix in it. */
export interface ErasureRange extends NamedRange {
  readonly table: Table;
  /** The range of the tenant, a shard or `t`, under which its rows are counted. */
  readonly shard: string;
}

/** A range of one row; for rows whose sort key is no prefix of another. */
export function oneRow(name: string, shard: string, table: Table, { pk, sk }: Key): ErasureRange {
  return { name, shard, table, pk, prefix: sk };
}

/**
 * Describes what is removed, so that the same steps remove whatever has a scope. Rows that lie outside its ranges
 * (the pointer rows of an individual lie in the shards of their hashes) have to be read when the scope is made, and
 * each is named as a range of one row.
 */
export interface ErasedRows {
  /** The ranges that are swept. Every row in them is deleted, declared or not, unless it is kept. */
  readonly swept: Readonly<Record<Table, readonly ErasureRange[]>>;
  /** Ranges that are counted as well, but stay. */
  readonly alsoCounted: readonly ErasureRange[];
  /** Whether a row in the swept ranges outlives the sweep, because the steps after it need it. */
  keeps(table: Table, key: Key): boolean;

  /**
   * The rows that every other write depends on: their table, the ranges that name them, and the key that a row there
   * names. They are deleted first.
   */
  readonly gates: {
    readonly table: Table;
    readonly ranges: readonly ErasureRange[];
    of(key: Key): Key | undefined;
  };
  /**
   * The rows that open the sealed data. Their number does not depend on the amount of data and fits one transaction.
   */
  readonly secrets: readonly { readonly table: Table; readonly key: Key }[];
}

/** The scope of the removal of a tenant: its rows, and how it is committed and finished. */
export interface ErasureScope extends ErasedRows {
  /** The tenant as read. All writes are made for it, and audit entries carry its epoch. */
  readonly tenant: Tenant;
  /** Who is recorded in the erasure ledger. */
  readonly erased: Erased;

  /**
   * Ranges of keys that open although the removal has begun, because the secret of their range stays for somebody
   * else: those that are not kept are deleted before anything else.
   */
  readonly looseKeys?: readonly ErasureRange[];

  /**
   * The writes that commit the removal, apart from ledger and audit entry. They lose `race` if it may not be
   * committed.
   */
  pointOfNoReturn(at: string, race: string): readonly Write[];
  /** Closes everything that would still accept new rows after the point of no return. Idempotent. */
  close(at: string): Promise<void>;

  /** What the last steps need and is swept after them, and the final writes, made in one transaction. */
  readonly last: {
    readonly ranges: readonly ErasureRange[];
    keeps(table: Table, key: Key): boolean;
    writes(lease: LeaseRow): readonly Write[];
  };
}
