import { rightsOperations } from '../api/operations/rights.ts';
import { serve } from '../http/serve.ts';
import { myConsentList } from '../operations/consents/my-consent-list.ts';
import { myConsentRead } from '../operations/consents/my-consent-read.ts';
import { myConsentReceipt } from '../operations/consents/my-consent-receipt.ts';
import { myConsentWithdraw } from '../operations/consents/my-consent-withdraw.ts';
import { withdrawalRead } from '../operations/consents/withdrawal-read.ts';
import { myDisclosureList } from '../operations/disclosure/my-disclosure-list.ts';
import { myDataRead } from '../operations/records/my-data-read.ts';
import { myRefusalList } from '../operations/requests/my-refusal-list.ts';
import { requestReceipt } from '../operations/requests/request-receipt.ts';
import { myErasureStays } from '../operations/rights/my-erasure-stays.ts';
import { myRestrictionLift } from '../operations/rights/my-restriction-lift.ts';
import { myRestrictionRead } from '../operations/rights/my-restriction-read.ts';
import { myRestrictionSet } from '../operations/rights/my-restriction-set.ts';
import { now } from '../platform/runtime/clock.ts';
import { environment } from '../platform/runtime/environment.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { session } from '../stores/sessions/sessions.ts';

/**
 * What individuals can do besides deciding: see and withdraw their own consents, and see their receipts and data, and
 * who read it. They use the sessions of the page.
 */
export const handler = serve(
  rightsOperations,
  {
    'my-consent.list': myConsentList,
    'my-consent.read': myConsentRead,
    'my-disclosure.list': myDisclosureList,
    'my-data.read': myDataRead,
    'my-consent.receipt': myConsentReceipt,
    'my-consent.withdraw': myConsentWithdraw,
    'withdrawal.read': withdrawalRead,
    'request.receipt': requestReceipt,
    'my-refusal.list': myRefusalList,
    'my-erasure.stays': myErasureStays,
    'my-restriction.read': myRestrictionRead,
    'my-restriction.set': myRestrictionSet,
    'my-restriction.lift': myRestrictionLift,
  },
  { now, origin: () => new URL(environment('BASE_URL')).origin, session, recordRefusal },
);
