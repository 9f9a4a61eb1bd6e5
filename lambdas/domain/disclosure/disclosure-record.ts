import { recordFormats } from '../evidence/statement.ts';
import type { NamedItem, Period } from '../requests/request.ts';
import type { Withheld } from './disclosure.ts';

/** The content of a disclosure's receipt. */
export interface Disclosed {
  readonly organisation: string;
  readonly staff: string;
  readonly purpose: string;
  readonly consent?: string | undefined;
  /** The days that were asked for; absent: all. */
  readonly period?: Period | undefined;
  /** The days that records may be of; open where left out. */
  readonly releasedPeriod?: Period | undefined;
  readonly released: readonly NamedItem[];
  readonly withheld: readonly Withheld[];
}

/** The receipt's record of a release, format 1: ids and codes, never a value or a name of the individual. */
export function disclosureRecord(
  { id, at }: { readonly id: string; readonly at: string },
  individual: string,
  { organisation, staff, purpose, consent, period, releasedPeriod, released, withheld }: Disclosed,
): Record<string, unknown> {
  return {
    format: recordFormats['disclosure-receipt'],
    disclosure: id,
    at,
    individual,
    organisation,
    staff,
    purpose,
    ...(consent !== undefined && { consent }),
    ...(period && { asked_period: period }),
    ...(releasedPeriod && { period: releasedPeriod }),
    released,
    withheld,
  };
}
