import { shardOf } from '../../domain/identifiers.ts';
import { type Key, kindOf, rangePk, vaultPrefix } from '../../model/key-registry.ts';
import type { Sealer } from '../../model/row.ts';
import { as, type ConsentContent, type ConsentRow, type UsesRow } from '../../model/rows.ts';
import { queryAll, type Row } from '../../platform/dynamodb/reads.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/** A consent, opened, with its row and the uses counted so far. */
export interface HeldConsent {
  readonly row: Key & ConsentRow;
  readonly consent: ConsentContent;
  readonly used: number;
}

/** The rows of an individual's consents and their uses, to one purpose or all; base rows, read consistently. */
export function consentRowsOf(tenant: string, individual: string, purpose?: string): Promise<Row[]> {
  return queryAll({
    table: 'vault',
    pk: rangePk(tenant, shardOf(individual)),
    prefix:
      purpose === undefined
        ? vaultPrefix.consents(individual)
        : vaultPrefix.consentsTo(individual, shortCodeOf(individual, purpose)),
  });
}

/**
 * The consents in such rows, opened.
 * @param sealer of the individual's use `case`.
 */
export function consentsIn(rows: readonly Row[], sealer: Sealer): HeldConsent[] {
  const used = new Map(
    rows
      .filter((row) => kindOf('vault', row) === 'uses')
      .map((row) => [row.sk.replace(/#USES$/, ''), as<UsesRow>(row).used]),
  );
  return rows
    .filter((row) => kindOf('vault', row) === 'consent')
    .map((found) => {
      const row = as<ConsentRow>(found);
      return {
        row,
        consent: sealer.open<ConsentContent>('consent', row.id, row.version, row.sealed).release(),
        used: used.get(row.sk) ?? 0,
      };
    });
}

/**
 * The consents of an individual, to one purpose or all; read from base rows, consistently.
 * @param sealer of the individual's use `case`.
 */
export async function consentsOf(
  tenant: string,
  individual: string,
  sealer: Sealer,
  purpose?: string,
): Promise<HeldConsent[]> {
  return consentsIn(await consentRowsOf(tenant, individual, purpose), sealer);
}
