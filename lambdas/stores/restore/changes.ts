import { individualRef, objectRef } from '../../crypto/keyed-hash.ts';
import { blockEnd } from '../../domain/requests/asking.ts';
import { isOlder, type LoggedAct } from '../../domain/restore/logged-act.ts';
import { consentReplayed, personReplayed, refusalsIn } from '../../domain/restore/person-rules.ts';
import { memberReplayed } from '../../domain/restore/tenant-rules.ts';
import { categoryRow, organisationRow } from '../../model/catalogue-rows.ts';
import { consentRow, purpose16Of } from '../../model/consent-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { memberRow } from '../../model/member-rows.ts';
import { type IndividualRow, individualRow } from '../../model/people-rows.ts';
import { recordRow } from '../../model/record-rows.ts';
import { askingRow, requestRow } from '../../model/request-rows.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { present, type Write } from '../../platform/dynamodb/transaction.ts';
import { isDropped } from './kinds.ts';
import type { LogSince, SeenAct } from './log-since.ts';

/** What becomes of a restored row: it goes, or is changed without being sealed anew. */
export type RowChange = { readonly row: Key; readonly write: 'remove' | Write };

/** Attributes that the rules look at; nothing sealed is among them. */
export const lookedAt = [
  ...['pk', 'sk', 'id', 'state', 'version', 'gate', 'organisation', 'counted', 'stale', 'blockedUntil'],
  ...['addressVersion', 'restrictions', 'restrictionLog', 'canary', 'quietUntil'],
  ...['referenceHash', 'addressHash'],
];

/**
 * What becomes of the rows of one individual in a restored copy.
 * @param rows all of theirs, with the attributes looked at.
 * @param secret their audit secret; undefined when they have no keys any more, and nothing of theirs opens.
 */
export function changesOfPerson(
  rows: readonly Row[],
  secret: string | undefined,
  log: LogSince,
  at: string,
): RowChange[] {
  const own = rows.find((row) => individualRow.is(row));
  if (!own || own.canary === true) return droppedIn(rows);
  const person = individualRow.from(own);
  const { id } = person;
  const acts = secret === undefined ? [] : (log.byPerson.get(individualRef(secret)) ?? []);
  const actsOn = (object: string): readonly SeenAct[] =>
    secret === undefined ? [] : (log.byObject.get(objectRef(secret, object)) ?? []);
  const released = acts.findLast(({ type }) => type === 'disclosure.released');
  const asked = acts.findLast(({ type }) => type === 'erasure.asked' || type === 'erasure.undone');
  const refused = refusalsIn(acts);
  const blocks = blocksOf(rows, actsOn);
  const known = new Set(blocks.flatMap(({ refusals }) => refusals));
  const unknown = refused.findLast((act) => !known.has(act));
  const changes = droppedIn(rows);
  const change = (row: Row, write: Write) => changes.push({ row, write });
  const personal = personReplayed(person, acts.filter(isOf(id, secret)), unknown, at, asked);
  if (personal)
    change(
      own,
      individualRow.update(
        own,
        { set: personal satisfies Partial<IndividualRow>, unset: ['pendingContact'] },
        there,
      ),
    );
  for (const row of rows) {
    if (consentRow.is(row)) {
      const ended = consentReplayed(consentRow.from(row), actsOn(consentRow.from(row).id), released);
      if (ended) change(row, consentRow.update(row, { set: ended }, there));
    } else if (requestRow.is(row) && row.state === 'pending') {
      const version = requestRow.from(row).version + 1;
      change(
        row,
        requestRow.update(row, { set: { state: 'cancelled', version }, unset: ['provisional'] }, there),
      );
    } else if (askingRow.is(row)) {
      const until = lastBlock(row, blocks, unknown);
      if (until !== undefined && until !== row.blockedUntil)
        change(row, askingRow.update(row, { set: { blockedUntil: until } }, there));
    } else if (recordRow.is(row) && row.stale !== true) {
      const stored = recordRow.from(row);
      if (isOlder(stored, actsOn(stored.id)))
        change(row, recordRow.update(row, { set: { stale: true } }, there));
    }
  }
  return changes;
}

const there = { if: present } as const;

const droppedIn = (rows: readonly Row[]): RowChange[] =>
  rows.filter(isDropped).map((row) => ({ row, write: 'remove' }));

/** Acts on the individual themselves. */
const isOf = (id: string, secret: string | undefined) => {
  const ref = secret === undefined ? '' : objectRef(secret, id);
  return (act: SeenAct) => act.objectRef === ref;
};

/** Where refusals and withdrawals since block: an organisation, and its purpose where that is known. */
interface Block {
  readonly organisation: string;
  readonly purpose16: string | undefined;
  readonly refusals: readonly LoggedAct[];
}

function blocksOf(rows: readonly Row[], actsOn: (object: string) => readonly SeenAct[]): Block[] {
  return rows.flatMap((row): Block[] => {
    if (!consentRow.is(row) && !requestRow.is(row)) return [];
    const { id, organisation } = consentRow.is(row) ? consentRow.from(row) : requestRow.from(row);
    const refusals = refusalsIn(actsOn(id));
    const purpose16 = consentRow.is(row) ? purpose16Of(row) : undefined;
    return refusals.length === 0 ? [] : [{ organisation, purpose16, refusals }];
  });
}

/** Until when an organisation may not ask again; everybody, after a refusal of what the copy does not know. */
function lastBlock(
  { sk, blockedUntil }: Row,
  blocks: readonly Block[],
  unknown: LoggedAct | undefined,
): string | undefined {
  const [, , , organisation, purpose16] = sk.split('#');
  const here = blocks.filter(
    (block) =>
      block.organisation === organisation && (block.purpose16 === undefined || block.purpose16 === purpose16),
  );
  return [...here.flatMap(({ refusals }) => refusals), ...(unknown ? [unknown] : [])]
    .map(({ at }) => blockEnd(at))
    .concat(typeof blockedUntil === 'string' ? [blockedUntil] : [])
    .sort()
    .at(-1);
}

/**
 * What becomes of the rows of a tenant that belong to no individual, but for those that say where its contract stands.
 * What one person had requested and a second had to confirm is requested again.
 * @param secret the tenant's audit secret; undefined while it is being provisioned.
 */
export function changesOfTenantRows(
  rows: readonly Row[],
  secret: string | undefined,
  log: LogSince,
): RowChange[] {
  return rows.flatMap((row): RowChange[] => {
    if (isDropped(row)) return [{ row, write: 'remove' }];
    if (memberRow.is(row)) {
      const member = memberRow.from(row);
      const acts = secret === undefined ? [] : (log.byObject.get(objectRef(secret, member.id)) ?? []);
      const now = memberReplayed(member, acts);
      if (now === 'removed') return [{ row, write: 'remove' }];
      if (now === 'without-roles' && member.roles.length > 0)
        return [{ row, write: memberRow.update(row, { set: { roles: [], rights: [] } }, there) }];
    }
    if (holdRow.is(row) && row.release !== undefined)
      return [{ row, write: holdRow.update(row, { unset: ['release'] }, there) }];
    for (const kind of [organisationRow, categoryRow])
      if (kind.is(row) && row.pending !== undefined)
        return [{ row, write: kind.update(row, { unset: ['pending'] }, there) }];
    return [];
  });
}

/** The id of the individual that a row in a shard is of; undefined for one that is of nobody. */
export function personOf({ sk }: { readonly sk: string }): string | undefined {
  const [, bits] = /^I#([0-9a-f]{32})(?:#|$)/.exec(sk) ?? [];
  return bits === undefined ? undefined : `ind_${bits}`;
}

/** The individual that a pointer row leads to. */
export function pointedTo({ individual }: Row): string | undefined {
  return typeof individual === 'string' ? individual : undefined;
}
