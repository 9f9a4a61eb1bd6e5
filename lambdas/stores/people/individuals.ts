import { Problem } from '../../domain/problems.ts';
import { type IndividualUse, type Key, vaultKey } from '../../model/key-registry.ts';
import { as, type IndividualRow } from '../../model/rows.ts';
import { type Row, read, type Wanted } from '../../platform/dynamodb/reads.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { type HeldKeys, heldKeys, keyRowsOf } from '../keys/held-keys.ts';

/** An individual's own row with the keys of the uses asked for. */
export interface HeldIndividual<U extends IndividualUse> {
  readonly row: Key & IndividualRow;
  readonly keys: HeldKeys<U>;
}

/** The rows to read for an individual: their own, then those of their keys. */
export function individualRowsOf<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Wanted[] {
  return [
    { table: 'vault', key: vaultKey.individual(tenant, individual) },
    ...keyRowsOf(tenant, individual, uses),
  ];
}

/** What `individualRowsOf` found; undefined when anything is missing, or it is the shard's canary: closed. */
export function individualFrom<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
  [own, ...rows]: readonly (Row | undefined)[],
): HeldIndividual<U> | undefined {
  const keys = heldKeys({ tenant, individual }, uses, rows);
  if (!own || !keys || own.canary === true) return undefined;
  return { row: as<IndividualRow>(own), keys };
}

/**
 * Reads an individual with the keys of the uses asked for, consistently, in one round trip.
 * @throws Problem `not-found` when they do not exist in this tenant, or their keys are gone
 */
export async function readIndividual<const U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Promise<HeldIndividual<U>> {
  const rows = await read(individualRowsOf(tenant, individual, uses));
  const found = individualFrom(tenant, individual, uses, rows);
  if (!found) throw new Problem('not-found');
  return found;
}

/**
 * The fence of every write below an individual: they exist and their gate has not moved since it was read.
 * Where the transaction changes the individual's row itself, put this condition on that change instead.
 */
export function fenceOf(tenant: string, { id, gate }: IndividualRow): Write {
  return {
    table: 'vault',
    check: vaultKey.individual(tenant, id),
    if: equals({ gate }),
    else: 'conflict',
  };
}
