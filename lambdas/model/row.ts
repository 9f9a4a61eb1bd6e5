import type { Secret } from '../domain/secret.ts';
import type { TenantState } from '../domain/tenants/tenancy.ts';
import type { Key, Row, Wanted } from '../platform/dynamodb/key.ts';
import type { Condition, Guard, Write } from '../platform/dynamodb/transaction.ts';
import { type Family, isOfFamily, type Table } from './tables.ts';

/** In which states of the tenant a row may be created, and in which it may be changed. */
export interface WriteRule {
  readonly create: readonly TenantState[];
  readonly change: readonly TenantState[];
}

/** What one kind of row is. Everything else about it is derived from this. */
export interface RowShape<K extends readonly unknown[]> {
  readonly table: Table;
  /** The name it is counted by; the same name may stand in several partition families. */
  readonly name: string;
  readonly families: readonly Family[];
  /** The form of its sort keys, which no other kind of the same table and family shares. */
  readonly shape: RegExp;
  readonly key: (...place: K) => Key;
  /** When it may be written; `no-tenant` for rows that belong to no tenant. */
  readonly write: WriteRule | 'no-tenant';
}

/** A row with its key, typed by its kind. */
export type Stored<R> = Key & R;

/** What an update does to a row; only attributes of the row can be named. */
export interface Change<R> {
  readonly set?: { readonly [A in keyof R]?: R[A] | undefined };
  readonly add?: { readonly [A in keyof R]?: number };
  readonly unset?: readonly (keyof R & string)[];
}

/** One kind of row: where its rows are, what they hold, and every way to read and write them. */
export interface RowKind<R extends object, K extends readonly unknown[]> extends RowShape<K> {
  /** The key to read a row by. */
  at(...place: K): Wanted;
  /** Whether a row that was read is of this kind. */
  is(row: Key): boolean;
  /**
   * A row that was read, typed by its kind; undefined stays undefined.
   * @throws Error for a row of another kind
   */
  from(row: Row): Stored<R>;
  from(row: Row | undefined): Stored<R> | undefined;
  put(place: K | Key, content: R, guard?: Guard): Write;
  update(place: K | Key, change: Change<R>, guard: Guard): Write;
  check(place: K | Key, condition: Condition, otherwise?: Guard['else']): Write;
  remove(place: K | Key, guard?: Guard): Write;
}

/**
 * Defines a kind of row that holds an `R`:
 *
 *   export const uses = defineRow<UsesRow>()({ table: 'vault', name: 'uses', … });
 *   uses.update([tenant, individual, consent], { add: { used: 1 } }, { if: present });
 */
export function defineRow<R extends object>() {
  return <K extends readonly unknown[]>(shape: RowShape<K>): RowKind<R, K> => {
    const { table, key } = shape;
    const keyOf = (place: K | Key): Key => {
      if (isPlace(place)) return key(...place);
      const { pk, sk } = place;
      return { pk, sk };
    };
    const is = ({ pk, sk }: Key) => shape.shape.test(sk) && isOfFamily(pk, shape.families);
    function from(row: Row): Stored<R>;
    function from(row: Row | undefined): Stored<R> | undefined;
    function from(row: Row | undefined): Stored<R> | undefined {
      if (row !== undefined && !is(row)) throw new Error(`a row that was read is no ${shape.name}`);
      return row as Stored<R> | undefined;
    }
    return {
      ...shape,
      at: (...place) => ({ table, key: key(...place) }),
      is,
      from,
      put: (place, content, guard = {}) => ({
        table,
        put: { ...content, ...keyOf(place) } as Row,
        ...guard,
      }),
      update: (place, change, guard) => ({ table, update: keyOf(place), ...plain(change), ...guard }),
      check: (place, condition, otherwise) => ({
        table,
        check: keyOf(place),
        if: condition,
        ...(otherwise !== undefined && { else: otherwise }),
      }),
      remove: (place, guard = {}) => ({ table, remove: keyOf(place), ...guard }),
    };
  };
}

function isPlace<K extends readonly unknown[]>(place: K | Key): place is K {
  return Array.isArray(place);
}

function plain<R>({ set, add, unset }: Change<R>) {
  return {
    ...(set && { set: { ...set } }),
    ...(add && { add: { ...add } as Record<string, number> }),
    ...(unset && { unset }),
  };
}

/** The uses of data keys. Roles are bound to uses by the tenants' key policies. */
export const individualUses = ['record', 'contact', 'case'] as const;
export type IndividualUse = (typeof individualUses)[number];
export type Use = IndividualUse | 'tenant' | 'index' | 'kept' | 'canary' | 'envelope';

/** Seals and opens values of one owner for one use; bound to tenant, individual, kind, id and version. */
export interface Sealer {
  seal(kind: string, id: string, version: number, value: unknown): Uint8Array;
  /** @throws SealBroken when the row was swapped, truncated or altered. */
  open<T>(kind: string, id: string, version: number, sealed: unknown): Secret<T>;
}

/** What a seal is bound to in addition to its owner and use. */
export interface Bound {
  readonly id: string;
  readonly version: number;
}

/** A sealed value of a row: the use it is sealed under, its kind, and the id and version it is bound to. */
export interface Seal<R, S> {
  readonly use: Use;
  readonly kind: string;
  /** Seals the value for a row of this id and version, with the sealer of this use. */
  seal(sealer: Sealer, bound: Bound, value: S): Uint8Array;
  /** @throws SealBroken when the row was swapped, truncated or altered. */
  open(sealer: Sealer, row: R): Secret<S>;
}

/**
 * Defines a sealed value of a row: `boundOf` gives the id and version it was sealed with, `sealedIn` the attribute
 * that holds it.
 */
export function defineSeal<R, S>(
  use: Use,
  kind: string,
  boundOf: (row: R) => Bound,
  sealedIn: (row: R) => Uint8Array | undefined,
): Seal<R, S> {
  return {
    use,
    kind,
    seal: (sealer, { id, version }, value) => sealer.seal(kind, id, version, value),
    open: (sealer, row) => {
      const { id, version } = boundOf(row);
      return sealer.open<S>(kind, id, version, sealedIn(row));
    },
  };
}

/** A position in the index `listing`, which is sparse and sorted newest first; it holds ids and states only. */
export interface Listed {
  readonly listPk: string;
  readonly listSk: string;
}

/** A position in a list by instant; `id` makes it unique. */
export function listed(list: string, instant: string, id: string): Listed {
  return { listPk: list, listSk: placeInList(instant, id) };
}

/** The sort key of a position in a list: the instant first, then what makes it unique. */
export function placeInList(instant: string, id: string): string {
  return `${instant}#${id}`;
}
