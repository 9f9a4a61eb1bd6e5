import { SealBroken } from '../../crypto/sealing.ts';
import type { Consent } from '../../domain/consents/consent.ts';
import { individualOf } from '../../domain/identifiers.ts';
import {
  type ConsentPlaceRow,
  type ConsentRow,
  consentAtPlace,
  consentContent,
  consentList,
  consentOfUses,
  consentPlaceRow,
  consentPlacesOf,
  consentRow,
  gateRange,
  setAside,
  type UsesRow,
  usesRow,
} from '../../model/consent-rows.ts';
import type { Sealer, Stored } from '../../model/row.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { queryAll, read } from '../../platform/dynamodb/reads.ts';
import { count } from '../../platform/observability/log.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import { listPage, type Paging } from '../paging/list-page.ts';
import { listed, newestIn, type Source } from '../paging/sources.ts';

/** A consent, still sealed, the reads counted so far, and the instant of the last; and the row that counts them. */
export interface SealedConsent extends Pick<UsesRow, 'used' | 'lastReadAt'> {
  readonly row: Stored<ConsentRow>;
  readonly uses: UsesRow;
}

function withUseCount(row: Stored<ConsentRow>, found: Row | undefined): SealedConsent {
  const uses: UsesRow = usesRow.from(found) ?? { used: 0 };
  return { row, uses, used: uses.used, lastReadAt: uses.lastReadAt };
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
 * The rows of the consents that the gate looks at for one purpose, and their use counts; read consistently.
 */
export function consentRowsOf(tenant: string, individual: string, purpose: string): Promise<Row[]> {
  return queryAll(gateRange(tenant, individual, shortCodeOf(individual, purpose)));
}

/** A consent by its id, with its use count, wherever it lies; undefined when there is none. Costs two trips. */
export async function sealedConsent(tenant: string, consent: string): Promise<SealedConsent | undefined> {
  const [place] = await read([consentPlaceRow.at(tenant, individualOf(consent), consent)]);
  const found = consentPlaceRow.from(place);
  if (!found) return undefined;
  const keys = possibleKeys(tenant, consent, found);
  const rows = await read(keys.flatMap((key) => [{ table: consentRow.table, key }, usesRow.at(key)]));
  const [sealed] = sealedConsentsIn(rows.filter((row): row is Row => row !== undefined));
  return sealed;
}

/** Where a consent with this place can lie: where the gate looks, or set aside. */
function possibleKeys(tenant: string, consent: string, { purpose16 }: ConsentPlaceRow): Key[] {
  const key = consentRow.key(tenant, individualOf(consent), purpose16, consent);
  return [key, setAside(key)];
}

/** The consents in such rows, each with its use count. */
function sealedConsentsIn(rows: readonly Row[]): SealedConsent[] {
  const uses = new Map(rows.filter((row) => usesRow.is(row)).map((row) => [consentOfUses(row), row]));
  return rows
    .filter((row) => consentRow.is(row))
    .map((row) => withUseCount(consentRow.from(row), uses.get(row.sk)));
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
 * The consents of an individual that the gate looks at for one purpose; read consistently.
 * @param sealer of the individual's use `case`.
 */
export async function consentsOf(
  tenant: string,
  individual: string,
  sealer: Sealer,
  purpose: string,
): Promise<OpenConsent[]> {
  return consentsIn(await consentRowsOf(tenant, individual, purpose), sealer);
}

/**
 * One page of a tenant's consents, newest first: of one individual, or of all. Their use counts are read with
 * `withUses`.
 * @param audienceOf as whom the caller sees consents to an organisation; undefined for those that are not theirs.
 * @throws Problem `invalid-request` for a cursor that is not of this list
 */
export function consentPage<T>(
  tenant: string,
  individual: string | undefined,
  paging: Paging,
  audienceOf: (organisation: string) => T | undefined,
): Promise<{ items: { row: Stored<ConsentRow>; audience: T }[]; next?: string }> {
  const source =
    individual === undefined
      ? listed(consentList(tenant))
      : consentsNewest(tenant, individual, (organisation) => audienceOf(organisation) !== undefined);
  return listPage(source, paging, (found) => {
    const row = consentRow.from(found);
    const audience = audienceOf(row.organisation);
    return audience === undefined ? undefined : { row, audience };
  });
}

/** The consents of one individual to some organisations, newest first: their places are one range, in time's order. */
function consentsNewest(
  tenant: string,
  individual: string,
  isWanted: (organisation: string) => boolean,
): Source {
  const places = newestIn(consentPlacesOf(tenant, individual));
  return {
    placeOf: (row) => consentPlaceRow.key(tenant, individual, consentRow.from(row).id).sk,
    async after(place, count) {
      const { rows, last } = await places.after(place, count);
      const keys = rows.flatMap((row) => {
        const place = consentPlaceRow.from(row);
        return isWanted(place.organisation)
          ? possibleKeys(tenant, consentAtPlace(individual, row), place)
          : [];
      });
      const found = await read(keys.map((key) => ({ table: consentRow.table, key })));
      return { rows: found.filter((row): row is Row => row !== undefined), last };
    },
  };
}

/** Reads the use counts of consents of a list, in one round trip; the consents keep their order. */
export async function withUses(rows: readonly Stored<ConsentRow>[]): Promise<SealedConsent[]> {
  const uses = await read(rows.map((row) => usesRow.at(row)));
  return rows.map((row, i) => withUseCount(row, uses[i]));
}
