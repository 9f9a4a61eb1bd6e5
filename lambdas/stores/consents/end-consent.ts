import type { Consent, ConsentEvent } from '../../domain/consents/consent.ts';
import { consentContent, consentRow } from '../../model/consent-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { equals, type Guard, type Write } from '../../platform/dynamodb/transaction.ts';
import { personEntry } from '../audit/person-entry.ts';
import type { KeyedIndividual } from '../people/individuals.ts';
import type { FoundConsent } from './consents.ts';

/** How a consent ends, and by whom. */
export interface ConsentEnding {
  readonly type: 'withdrawn' | 'revoked';
  readonly at: string;
  readonly actor: ConsentEvent['actor'];
  /** The audit reference of the member who ends it; absent when the individual does. */
  readonly actorRef?: string | undefined;
  readonly channel: ConsentEvent['channel'];
  /** Whether recipients may learn who ended it. */
  readonly reasonDisclosed: boolean;
  readonly reason?: string | undefined;
}

/** The end of a consent: the event for its receipt, and the writes that end it. */
export interface ConsentEnd {
  readonly event: ConsentEvent;
  readonly writes: readonly Write[];
}

/**
 * Ends a consent that is stored as active, as a new version of it with its audit entry; whether it has expired or is
 * used up does not matter. The disclosure gate checks the consent's version in its own transaction, so a disclosure
 * or a page of one that starts later finds the consent ended. A consent that does not open gets the new state,
 * version and the entry, and its seal stays as it is. Commit the writes together with the individual's fence.
 * @param sealer of the individual's use `case`.
 * @param otherwise what the commit throws when the consent has changed since it was read.
 */
export function endConsent(
  { row, consent }: FoundConsent,
  individual: KeyedIndividual<'case'>,
  sealer: Sealer,
  { type, at, actor, actorRef, channel, reasonDisclosed, reason }: ConsentEnding,
  otherwise: NonNullable<Guard['else']>,
): ConsentEnd {
  const { contactSetAt, contactSetBy } = individual.row;
  const version = row.version + 1;
  const audit = personEntry(individual.keys, {
    type: `consent.${type}`,
    at,
    actorRef,
    object: row.id,
    version,
  });
  const event: ConsentEvent = {
    version,
    type,
    at,
    entry: audit.entry,
    leaf: audit.leaf,
    actor,
    channel,
    told: reasonDisclosed,
    ...(reason !== undefined && { reason }),
    contact: { setAt: contactSetAt, setBy: contactSetBy },
  };
  const ended: Consent | undefined = consent && {
    ...consent,
    state: type,
    version,
    events: [...consent.events, event],
  };
  const kept = ended
    ? { sealed: consentContent.seal(sealer, { id: row.id, version }, ended), sealedVersion: version }
    : { ended: { entry: audit.entry, leaf: audit.leaf } };
  return {
    event,
    writes: [
      consentRow.update(
        row,
        { set: { state: type, version, ...kept } },
        { if: equals({ state: 'active', version: row.version }), else: otherwise },
      ),
      ...audit.writes,
    ],
  };
}
