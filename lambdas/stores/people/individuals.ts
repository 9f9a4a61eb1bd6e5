import { Problem } from '../../domain/problems.ts';
import { type IndividualRow, individualRow } from '../../model/people-rows.ts';
import type { IndividualUse, Stored } from '../../model/row.ts';
import type { Row, Wanted } from '../../platform/dynamodb/key.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { equals, type Guard, type Write } from '../../platform/dynamodb/transaction.ts';
import { keyRowsOf, keysFrom, type ReadKeys } from '../keys/read-keys.ts';

/** An individual's own row, with the keys of the uses requested, still wrapped. */
export interface KeyedIndividual<U extends IndividualUse> {
  readonly row: Stored<IndividualRow>;
  readonly keys: ReadKeys<U>;
}

/** The rows to read for an individual: their own, then those of their keys. Give them to `individualFrom`. */
export function individualRowsOf<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Wanted[] {
  return [individualRow.at(tenant, individual), ...keyRowsOf(tenant, individual, uses)];
}

/**
 * The individual in the rows of `individualRowsOf`; undefined when a row is missing or it is a shard's canary. Then
 * nothing opens.
 */
export function individualFrom<U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
  [own, ...rows]: readonly (Row | undefined)[],
): KeyedIndividual<U> | undefined {
  const row = individualRow.from(own);
  const keys = keysFrom({ tenant, individual }, uses, rows);
  if (!row || !keys || row.canary === true) return undefined;
  return { row, keys };
}

/**
 * Reads an individual with the keys of the uses requested, consistently, in one round trip; undefined when they do
 * not exist in this tenant, or their keys are gone.
 */
export async function findIndividual<const U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Promise<KeyedIndividual<U> | undefined> {
  const rows = await read(individualRowsOf(tenant, individual, uses));
  return individualFrom(tenant, individual, uses, rows);
}

/**
 * The same for an individual who must be there.
 * @throws Problem `not-found` when they do not exist in this tenant, or their keys are gone
 */
export async function readIndividual<const U extends IndividualUse>(
  tenant: string,
  individual: string,
  uses: readonly U[],
): Promise<KeyedIndividual<U>> {
  const found = await findIndividual(tenant, individual, uses);
  if (!found) throw new Problem('not-found');
  return found;
}

/**
 * The fence of every write below an individual: a check that they exist and their gate has not moved since it was
 * read; and that `asRead` still holds. Where the transaction changes the individual's row itself, put this condition on
 * that change instead.
 */
export function fenceOf(
  tenant: string,
  { id, gate }: IndividualRow,
  otherwise: Guard['else'] = 'conflict',
  asRead: Partial<Pick<IndividualRow, 'state'>> = {},
): Write {
  return individualRow.check([tenant, id], equals({ gate, ...asRead }), otherwise);
}

/**
 * A change of an individual that moves their gate: whatever was decided on the row as it was read fails from then on.
 * @returns what is set, and the write
 */
export function gateMoved<C extends Partial<IndividualRow>>(
  row: Stored<IndividualRow>,
  change: C,
  otherwise: NonNullable<Guard['else']>,
) {
  const { gate, version } = row;
  const set = { ...change, gate: gate + 1, version: version + 1 };
  return {
    set,
    write: individualRow.update(row, { set }, { if: equals({ gate, version }), else: otherwise }),
  };
}
