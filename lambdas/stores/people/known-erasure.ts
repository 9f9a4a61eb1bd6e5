import { attestationSalt } from '../../crypto/keyed-hash.ts';
import { type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { type Row, read } from '../../platform/dynamodb/reads.ts';
import type { KeyedIndividual } from './individuals.ts';

/** The row of an individual's erasure, to be read together with others. */
export const erasureRead = (tenant: string, individual: string) => erasureRow.at(tenant, individual);

/** The erasure in the row of `erasureRead`; undefined when none was ever asked for. */
export const erasureFrom = (row: Row | undefined): ErasureRow | undefined => erasureRow.from(row);

/** The erasure of an individual, as it stands; undefined when none was ever asked for, or it is done. */
export async function erasureOf(tenant: string, individual: string): Promise<ErasureRow | undefined> {
  const [row] = await read([erasureRead(tenant, individual)]);
  return erasureFrom(row);
}

/**
 * The salt that goes with an erasure's attestation: only the individual gets it, and only as long as their keys live.
 */
export function saltOf({ keys }: KeyedIndividual<never>, { attestation }: ErasureRow): string {
  return attestationSalt(keys.auditSecret, attestation);
}
