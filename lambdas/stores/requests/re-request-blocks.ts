import { type Lock, noDays } from '../../domain/requests/admission.ts';
import type { NamedItem } from '../../domain/requests/request.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Sealer } from '../../model/row.ts';
import { as, type NoContent, type NoRow } from '../../model/rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/** Whose No it is, to whom and for what: together they name one row. */
export interface LockPlace {
  readonly tenant: string;
  readonly individual: string;
  readonly organisation: string;
  readonly purpose: string;
}

const day = 24 * 60 * 60;

const idOf = ({ individual, organisation, purpose }: LockPlace) =>
  `${organisation}#${shortCodeOf(individual, purpose)}`;

/** The row that holds an organisation's locks for a purpose, to be read with everything else. */
export function lockRowOf(place: LockPlace): Wanted {
  const { tenant, individual, organisation, purpose } = place;
  return {
    table: 'vault',
    key: vaultKey.no(tenant, individual, organisation, shortCodeOf(individual, purpose)),
  };
}

/**
 * What that row holds; nothing when there is none. Locks that have ended may be among them.
 * @param sealer of the individual's use `case`.
 */
export function locksIn(place: LockPlace, row: Row | undefined, sealer: Sealer): NoContent {
  if (!row) return [];
  const { version, sealed } = as<NoRow>(row);
  return sealer.open<NoContent>('no', idOf(place), version, sealed).release();
}

/**
 * The write that adds a No from `at` on, given the row as it was read; locks that have ended are dropped. It fails
 * with `conflict` when the row has changed since.
 */
export function lock(
  place: LockPlace,
  row: Row | undefined,
  sealer: Sealer,
  items: readonly NamedItem[],
  at: string,
): Write {
  const standing = locksIn(place, row, sealer).filter((one) => one.until > at);
  const added: Lock = { items, until: after(at, noDays * day) };
  const before = row && as<NoRow>(row).version;
  const version = (before ?? 0) + 1;
  const content: NoRow = { version, sealed: sealer.seal('no', idOf(place), version, [...standing, added]) };
  return {
    table: 'vault',
    put: { ...lockRowOf(place).key, ...content },
    if: before === undefined ? absent : equals({ version: before }),
    else: 'conflict',
  };
}
