import type { Tenant } from '../../domain/members/authority.ts';
import type { LeaseRow } from '../../model/erasure-rows.ts';
import type { Table } from '../../model/tables.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import type { Write } from '../../platform/dynamodb/transaction.ts';
import type { NamedRange } from '../../platform/dynamodb/walk.ts';
import type { Erased } from './ledger.ts';

/** A range of rows that a removal goes through: a whole partition, or what begins with a prefix in it. */
export interface ErasureRange extends NamedRange {
  readonly table: Table;
  /** The range of the tenant, a shard or `t`, under which its rows are counted. */
  readonly shard: string;
}

/** A range of one row, for kinds of rows whose sort keys are the beginning of no other. */
export function oneRow(name: string, shard: string, table: Table, { pk, sk }: Key): ErasureRange {
  return { name, shard, table, pk, prefix: sk };
}

/**
 * What the steps of a removal have to know of what they remove, so that one engine removes whatever has a scope.
 * Where rows lie elsewhere than in a range of their own (the pointer rows of an individual lie in the shards of
 * their hashes), whoever makes the scope reads them beforehand and names each as a range of one row.
 */
export interface ErasureScope {
  /** The tenant as read. All writes are made for it and recorded under its epoch. */
  readonly tenant: Tenant;
  /** Whom the erasure ledger names. */
  readonly erased: Erased;

  /** What is swept. Every row in these ranges goes, declared or not, unless it is kept. */
  readonly swept: Readonly<Record<Table, readonly ErasureRange[]>>;
  /** What is counted with that, and stays. */
  readonly alsoCounted: readonly ErasureRange[];
  /** Whether a row in the swept ranges outlives the sweep, because the steps after it need it. */
  keeps(table: Table, key: Key): boolean;

  /** Where the rows stand on whose presence every other write depends, and which they are. They are deleted first. */
  readonly gates: { readonly ranges: readonly ErasureRange[]; is(row: Row): boolean };
  /** Deletes what seals are opened with; as many writes whatever the amount of data, and few enough for one transaction. */
  readonly shredding: readonly Write[];

  /** What makes the point of no return, ledger and audit entry apart. Fails by losing `race` if it may not be passed. */
  pointOfNoReturn(at: string, race: string): readonly Write[];
  /** Closes what would still take new rows after the point of no return. May be called again. */
  close(at: string): Promise<void>;

  /** What the last steps needed, to be swept when they are done; and the writes that end it all, together. */
  readonly last: {
    readonly ranges: readonly ErasureRange[];
    keeps(table: Table, key: Key): boolean;
    writes(lease: LeaseRow): readonly Write[];
  };
}
