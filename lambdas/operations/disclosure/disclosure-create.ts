import type { Handler } from '../../http/serve.ts';
import { after } from '../../platform/runtime/clock.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { decidedOn, recordRefusal, recordRelease } from '../../stores/disclosure/disclosures.ts';
import { kmsKeyOf, passGate } from '../../stores/disclosure/gate.ts';
import { cursorSecretOf, subjectOf } from '../../stores/disclosure/subject.ts';
import { recordSealer } from '../../stores/keys/open-record.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import {
  openPage,
  pageOf,
  type RecordPosition,
  readRecords,
  recordRanges,
} from '../../stores/records/sealed-records.ts';
import { copied, refusalOf, releasedOf, wantedOf } from './disclosure-view.ts';

type Create = Handler<'disclosure.create'>;
type CreateCall = Parameters<Create>[0];

/** The position of a read over several pages: its consent, when its use was counted, and the next record. */
interface Continuation extends RecordPosition {
  readonly consent: string;
  readonly countedAt: string;
}

/** Seconds within which the pages of one read count as one use. */
const oneReadSeconds = 5 * 60;
/** How many sealed bytes of records one page has. */
const pageBytes = 1024 * 1024;
const attempts = 3;

/**
 * Reads the data that a consent releases. It is decided again at each call and each page. Nothing is opened before
 * the audit entry of the release has been written, and if it cannot be written, nothing leaves.
 */
export const disclosureCreate: Create = async (call, { principal }) => {
  const { path, body, at } = call;
  const continuation = await continuationOf(call, principal);
  const individual = await subjectOf(path.tenant, principal, body, at);
  return decideAgain(decidedOn, attempts, () => release(call, principal, individual, continuation));
};

async function release(
  call: CreateCall,
  principal: string,
  individual: string,
  continuation: Continuation | undefined,
): ReturnType<Create> {
  const { path, body, at } = call;
  const wanted = wantedOf(body);
  const position: RecordPosition = continuation ?? { range: 0 };
  const { passed, alsoRead: pages } = await passGate(
    { tenant: path.tenant, principal, individual, wanted, continued: continuation?.consent, at },
    readRecords(recordRanges(path.tenant, individual, body.categories), position),
  );
  const { requester, person, decision } = passed;
  if (decision.kind === 'refuse') {
    await recordRefusal({ ...passed, decision }, wanted, at);
    throw refusalOf(decision.ended).asRecorded();
  }
  if (!person) throw new Error('a release is about somebody');
  const { row, keys } = person.individual;
  const counts = continuation?.consent !== decision.consent.id;
  const [release, sealer] = await Promise.all([
    recordRelease({ ...passed, decision }, person, wanted, at, counts),
    recordSealer(kmsKeyOf(requester), keys),
  ]);
  const page = pageOf(pages, position, pageBytes);
  const next: Continuation | undefined = page.next && {
    ...page.next,
    consent: decision.consent.id,
    countedAt: counts ? at : (continuation?.countedAt ?? at),
  };
  return {
    body: {
      id: release.id,
      individualId: row.id,
      consentId: decision.consent.id,
      purpose: decision.consent.purpose,
      released: copied(decision.released),
      withheld: copied(decision.withheld),
      records: openPage(page, sealer).flatMap(({ record, content }) => releasedOf(record, content, decision)),
      audit: { entry: release.entry, leaf: release.leaf },
      ...(next && { next: sealPosition(requester.tenant.cursorSecret, bindingOf(call, principal), next) }),
    },
  };
}

function bindingOf({ path, body }: CreateCall, principal: string): string {
  const { cursor: _, ...asked } = body;
  return `disclosure.create ${path.tenant} ${principal} ${JSON.stringify(asked)}`;
}

/** The position in a cursor. It costs one trip: the secret that the cursor is sealed under is read first. */
async function continuationOf(call: CreateCall, principal: string): Promise<Continuation | undefined> {
  const { path, body, at } = call;
  if (body.cursor === undefined) return undefined;
  const secret = await cursorSecretOf(path.tenant, principal, at);
  const found = openPosition<Continuation>(secret, bindingOf(call, principal), body.cursor);
  // After five minutes the read continues, but counts as another use.
  return after(found.countedAt, oneReadSeconds) > at ? found : { ...found, consent: '' };
}
