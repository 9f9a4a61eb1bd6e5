import { shardOf } from '../../domain/identifiers.ts';
import {
  auditSecretRow,
  dataKeyRow,
  shardSecretRow,
  tenantKeyRow,
  type WrappedKeyRow,
} from '../../model/key-rows.ts';
import type { IndividualUse, Use } from '../../model/row.ts';
import { tenantRange } from '../../model/tables.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';

/** Whose key it is: an individual of a tenant, or the tenant's own range (`t`). */
export interface KeyOwner {
  readonly tenant: string;
  readonly individual: string;
}

/** The encryption context of a data key in KMS; a role can unwrap only keys of its own uses. */
export const contextOf = ({ tenant, individual }: KeyOwner, use: Use) => ({ tenant, individual, use });

/** The key rows of an owner as read: everything needed to open data, still wrapped. */
export interface ReadKeys<U extends Use> {
  readonly owner: KeyOwner;
  readonly shardSecret: Uint8Array;
  readonly wrapped: Readonly<Record<U, Uint8Array>>;
  /** The owner's reference in the audit log. */
  readonly auditSecret: string;
}

/** The rows of Keys for these uses of an individual's data, to be read together with other rows. */
export function keyRowsOf<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Wanted[] {
  return [
    shardSecretRow.at(tenant, shardOf(individual)),
    auditSecretRow.at(tenant, individual),
    ...uses.map((use) => dataKeyRow.at(tenant, individual, use)),
  ];
}

/** The keys in the rows of `keyRowsOf`; undefined when any of them is missing, in which case nothing opens. */
export function keysFrom<U extends IndividualUse | 'canary'>(
  owner: KeyOwner,
  uses: readonly U[],
  rows: readonly (Row | undefined)[],
): ReadKeys<U> | undefined {
  return keysIn(owner, uses, rows, dataKeyRow.from);
}

/** The rows of a key of the tenant itself, and the keys in them. */
export const tenantKeys = {
  rows: (tenant: string, use: 'tenant' | 'index'): Wanted[] => [
    shardSecretRow.at(tenant, tenantRange),
    auditSecretRow.at(tenant),
    tenantKeyRow.at(tenant, use),
  ],
  from: <U extends 'tenant' | 'index'>(tenant: string, use: U, rows: readonly (Row | undefined)[]) =>
    keysIn({ tenant, individual: tenantRange }, [use], rows, tenantKeyRow.from),
};

function keysIn<U extends Use>(
  owner: KeyOwner,
  uses: readonly U[],
  [shard, audit, ...keys]: readonly (Row | undefined)[],
  wrappedIn: (row: Row) => WrappedKeyRow,
): ReadKeys<U> | undefined {
  if (!shard || !audit) return undefined;
  const wrapped = uses.flatMap((use, i) => {
    const row = keys[i];
    return row ? [[use, wrappedIn(row).wrapped] as const] : [];
  });
  if (keys.length !== uses.length || wrapped.length !== uses.length) return undefined;
  return {
    owner,
    shardSecret: shardSecretRow.from(shard).secret,
    auditSecret: auditSecretRow.from(audit).secret,
    wrapped: Object.fromEntries(wrapped) as Record<U, Uint8Array>,
  };
}
