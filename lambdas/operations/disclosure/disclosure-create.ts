import type { Handler } from '../../http/serve.ts';
import { after, now } from '../../platform/runtime/clock.ts';
import { decideAgain } from '../../stores/commit/commit.ts';
import { decidedOn, recordRefusal, recordRelease } from '../../stores/disclosure/disclosures.ts';
import { passGate } from '../../stores/disclosure/gate.ts';
import { cursorSecretOf, subjectOf } from '../../stores/disclosure/subject.ts';
import { openPosition, sealPosition } from '../../stores/paging/list-page.ts';
import {
  type OpenRecord,
  type RecordPosition,
  readRecords,
  recordRanges,
  shownPage,
} from '../../stores/records/sealed-records.ts';
import { copied, refusalOf, releasedOf, wantedOf } from './disclosure-view.ts';

type Create = Handler<'disclosure.create'>;
type CreateCall = Parameters<Create>[0];

/** The position of a read over several pages: its consent, when its use was counted, and the last record released. */
interface Continuation extends RecordPosition {
  /** Empty when no use was counted yet. */
  readonly consent: string;
  readonly countedAt: string;
}

/** Seconds within which the pages of one read count as one use. */
const oneReadSeconds = 5 * 60;
/** How many bytes of records one page has, as JSON. */
const pageBytes = 1024 * 1024;
const attempts = 3;

/**
 * Reads the data that a consent releases. It is decided again at each call, each page and each attempt. Records are
 * opened in memory before the audit entry is written, since only then it is known whether the page holds something and
 * is a use; nothing leaves before the entry was written, and if it cannot be written, nothing leaves.
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
  const { path, body } = call;
  const at = now();
  const wanted = wantedOf(body);
  const position: RecordPosition = continuation ?? { range: 0 };
  const ranges = recordRanges(path.tenant, individual, body.categories);
  const { passed, alsoRead: first } = await passGate(
    { tenant: path.tenant, principal, individual, wanted, continued: continuation?.consent, at },
    readRecords(ranges, position),
  );
  const { requester, person, decision } = passed;
  if (decision.kind === 'refuse') {
    await recordRefusal({ ...passed, decision }, wanted, at);
    throw refusalOf(decision.ended).asRecorded();
  }
  if (!person) throw new Error('a release is about somebody');
  const show = (records: readonly OpenRecord[]) => records.map((one) => releasedOf(one, decision));
  const page = await shownPage(ranges, position, first, person.records, show, pageBytes);
  const { id: consent, purpose } = decision.consent;
  const continues = continuation?.consent === consent;
  const counts = !continues && page.items.length > 0;
  const { id, ...audit } = await recordRelease({ ...passed, decision }, person, wanted, at, {
    records: page.items,
    counts,
  });
  const next: Continuation | undefined = page.next && {
    ...page.next,
    consent: continues || counts ? consent : '',
    countedAt: continues ? continuation.countedAt : at,
  };
  return {
    body: {
      id,
      individualId: individual,
      consentId: consent,
      purpose,
      released: copied(decision.released),
      withheld: copied(decision.withheld),
      records: [...page.items],
      audit,
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
