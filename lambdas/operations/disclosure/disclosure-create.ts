import type { disclosuresOperations } from '../../api/operations/disclosures.ts';
import { type Release, type Wanted, within } from '../../domain/disclosure/disclosure.ts';
import { Problem } from '../../domain/problems.ts';
import type { RecordContent } from '../../domain/records/record.ts';
import { recorded } from '../../http/problem-details.ts';
import type { HandlerOf } from '../../http/serve.ts';
import type { RecordRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { after } from '../../platform/runtime/clock.ts';
import { sealerFor } from '../../stores/keys/keyring.ts';
import { memberRowsOf } from '../../stores/members/membership.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import { Overtaken, recordRefused, recordRelease, refusalOf } from './entries.ts';
import { admit, kmsKeyOf, type Passage, passGate } from './gate.ts';
import { cut, type Position, readRecords } from './record-pages.ts';
import { subjectOf } from './subject.ts';

type Create = HandlerOf<typeof disclosuresOperations, 'disclosure.create'>;
type CreateCall = Parameters<Create>[0];

/** Where a read over pages stands: its consent, when its use was counted, and the next record. */
interface Continuation extends Position {
  readonly consent: string;
  readonly countedAt: string;
}

/** Pages of one read within this time count as one use. */
const oneReadSeconds = 5 * 60;
const attempts = 3;

/**
 * Reads what a consent releases. Decided anew at each call and each page; nothing is opened before the entry of
 * the release is written, and nothing leaves when it cannot be.
 */
export const disclosureCreate: Create = async (call) => {
  const { principal, path, body, at } = call;
  if (principal === undefined) throw new Problem('unauthenticated');
  const continuation = await continuationOf(call, principal);
  const individual = await subjectOf(path.tenant, principal, body, at);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return await release(call, principal, individual, continuation);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  throw new Problem('unavailable', { retryAfter: 1 });
};

async function release(
  call: CreateCall,
  principal: string,
  individual: string,
  continuation: Continuation | undefined,
): ReturnType<Create> {
  const { path, body, at } = call;
  const position = continuation ?? { category: 0 };
  const { passage, beside: pages } = await passGate(
    {
      tenant: path.tenant,
      principal,
      individual,
      wanted: wantedOf(call.body),
      continued: continuation?.consent,
      now: at,
    },
    readRecords(path.tenant, individual, body.categories, position),
  );
  const { requester, held, decision } = passage;
  if (decision.kind === 'refuse' || !held) return refuse(passage, call);
  const { row, keys } = held.individual;
  const counts = continuation?.consent !== decision.consent.id;
  const [entry, sealer] = await Promise.all([
    recordRelease({ ...passage, decision }, wantedOf(call.body), at, counts),
    sealerFor(kmsKeyOf(requester), keys, 'record'),
  ]);
  const page = cut(pages, position.category);
  const next: Continuation | undefined = page.next && {
    ...page.next,
    consent: decision.consent.id,
    countedAt: counts ? at : (continuation?.countedAt ?? at),
  };
  const open = (record: RecordRow) =>
    sealer.open<RecordContent>('record', record.id, record.version, record.sealed).release();
  return {
    body: {
      id: entry.id,
      individualId: row.id,
      consentId: decision.consent.id,
      purpose: decision.consent.purpose,
      released: mutable(decision.released),
      withheld: mutable(decision.withheld),
      records: page.rows.flatMap((record) => releasedOf(record, open(record), decision)),
      audit: { entry: entry.entry, leaf: entry.leaf },
      ...(next && { next: sealPosition(requester.tenant.cursorSecret, bindingOf(call, principal), next) }),
    },
  };
}

/** What leaves of a record: the fields released, on the days released, and nothing a provider keeps back. */
function releasedOf({ id, version }: RecordRow, content: RecordContent, { released, period }: Release) {
  const fields = released.find(({ category }) => category === content.category)?.fields;
  if (!fields || content.marking || !within(period, content.date)) return [];
  const kept = fields.flatMap((field) => {
    const value = content.fields[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return [{ id, category: content.category, date: content.date, version, fields: Object.fromEntries(kept) }];
}

async function refuse(passage: Passage, call: CreateCall): Promise<never> {
  const { decision } = passage;
  if (decision.kind !== 'refuse') throw new Problem('internal');
  await recordRefused({ ...passage, decision }, wantedOf(call.body), call.at);
  throw recorded(refusalOf(decision.ended));
}

/** What a call asks to read. */
export function wantedOf({ purpose, categories, fields, period }: CreateCall['body']): Wanted {
  return { purpose, categories, fields, period };
}

function bindingOf({ path, body }: CreateCall, principal: string): string {
  const { cursor: _, ...asked } = body;
  return `disclosure.create ${path.tenant} ${principal} ${JSON.stringify(asked)}`;
}

/** A cursor costs a trip: it is sealed under the tenant's secret, which is read first. */
async function continuationOf(call: CreateCall, principal: string): Promise<Continuation | undefined> {
  const { path, body, at } = call;
  if (body.cursor === undefined) return undefined;
  const requester = admit(principal, await read(memberRowsOf(principal, path.tenant)), at);
  const found = openPosition<Continuation>(
    requester.tenant.cursorSecret,
    bindingOf(call, principal),
    body.cursor,
  );
  // After five minutes the read goes on, but as another use.
  return after(found.countedAt, oneReadSeconds) > at ? found : { ...found, consent: '' };
}

const mutable = <T extends { readonly category: string; readonly fields: readonly string[] }>(
  items: readonly T[],
) => items.map((item) => ({ ...item, fields: [...item.fields] }));
