import { SealBroken } from '../../crypto/sealing.ts';
import type { Consent } from '../../domain/consents/consent.ts';
import {
  type ConsentRow,
  consentContent,
  consentList,
  consentOfUses,
  consentRow,
  gateRange,
  consentsOf as rangeOfConsents,
  type UsesRow,
  usesRow,
} from '../../model/consent-rows.ts';
import type { Sealer, Stored } from '../../model/row.ts';
import type { Row } from '../../platform/dynamodb/key.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { count } from '../../platform/observability/log.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import { listPage, newestPage, type Paging } from '../paging/list-page.ts';
import { listed } from '../paging/sources.ts';

/** A consent, still sealed, the reads counted so far, and the instant of the last. */
export interface SealedConsent extends UsesRow {
  readonly row: Stored<ConsentRow>;
}

function sealedConsent(row: Stored<ConsentRow>, uses: Row | undefined): SealedConsent {
  const { used = 0, lastReadAt } = usesRow.from(uses) ?? {};
  return { row, used, lastReadAt };
}

/** A consent as found, with the reads counted so far; its content is undefined when the row does not open. */
export interface FoundConsent extends SealedConsent {
  readonly consent: Consent | undefined;
}

/** An opened consent with its row, and the reads counted so far. */
export interface OpenConsent extends FoundConsent {
  readonly consent: Consent;
}

/**
 * The rows of an individual's consents and their use counts, all of them or those that the gate looks at for one
 * purpose; read consistently from the table, not from an index.
 */
export function consentRowsOf(tenant: string, individual: string, purpose?: string): Promise<Row[]> {
  return queryAll(
    purpose === undefined
      ? rangeOfConsents(tenant, individual)
      : gateRange(tenant, individual, shortCodeOf(individual, purpose)),
  );
}

/** The consents in such rows, each with its use count. */
export function sealedConsentsIn(rows: readonly Row[]): SealedConsent[] {
  const uses = new Map(rows.filter((row) => usesRow.is(row)).map((row) => [consentOfUses(row), row]));
  return rows
    .filter((row) => consentRow.is(row))
    .map((row) => sealedConsent(consentRow.from(row), uses.get(row.sk)));
}

/**
 * Opens a consent. One that does not open is counted as `SealBroken` and found without its content.
 * @param sealer of its individual's use `case`.
 */
export function foundConsent(sealed: SealedConsent, sealer: Sealer): FoundConsent {
  const { state, version } = sealed.row;
  try {
    return { ...sealed, consent: { ...consentContent.open(sealer, sealed.row).release(), state, version } };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    count('SealBroken');
    return { ...sealed, consent: undefined };
  }
}

/** The consents that open, of these: one row that does not open keeps no other from being read. */
export function openConsents(sealed: readonly SealedConsent[], sealer: Sealer): OpenConsent[] {
  return sealed.map((one) => foundConsent(one, sealer)).filter(isOpen);
}

const isOpen = (found: FoundConsent): found is OpenConsent => found.consent !== undefined;

/**
 * The consents in rows that `consentRowsOf` read, opened; those that do not open are left out.
 * @param sealer of the individual's use `case`.
 */
export function consentsIn(rows: readonly Row[], sealer: Sealer): OpenConsent[] {
  return openConsents(sealedConsentsIn(rows), sealer);
}

/**
 * The consents of an individual, for one purpose or all; read consistently from the table, not from an index.
 * @param sealer of the individual's use `case`.
 */
export async function consentsOf(
  tenant: string,
  individual: string,
  sealer: Sealer,
  purpose?: string,
): Promise<OpenConsent[]> {
  return consentsIn(await consentRowsOf(tenant, individual, purpose), sealer);
}

/**
 * One page of a tenant's consents, newest first: of one individual, or of all. Their use counts are read with
 * `withUses`.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function consentPage<T>(
  tenant: string,
  individual: string | undefined,
  paging: Paging,
  keep: (row: Stored<ConsentRow>) => T | undefined,
): Promise<{ items: T[]; next?: string }> {
  // The range of an individual's consents also holds their use counts.
  const consent = (row: Row) => (consentRow.is(row) ? keep(consentRow.from(row)) : undefined);
  return individual === undefined
    ? listPage(listed(consentList(tenant)), paging, consent)
    : newestPage(rangeOfConsents(tenant, individual), paging, consent);
}

/** Reads the use counts of consents of a list, in one round trip; the consents keep their order. */
export async function withUses(rows: readonly Stored<ConsentRow>[]): Promise<SealedConsent[]> {
  const uses = await read(rows.map((row) => usesRow.at(row)));
  return rows.map((row, i) => sealedConsent(row, uses[i]));
}
