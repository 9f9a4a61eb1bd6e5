import { consentsOperations } from '../api/operations/consents.ts';
import { serve } from '../http/serve.ts';
import { consentList } from '../operations/consents/consent-list.ts';
import { consentRead } from '../operations/consents/consent-read.ts';
import { consentReceipt } from '../operations/consents/consent-receipt.ts';
import { consentRevoke } from '../operations/consents/consent-revoke.ts';
import { requestCancel } from '../operations/requests/request-cancel.ts';
import { requestCreate } from '../operations/requests/request-create.ts';
import { requestList } from '../operations/requests/request-list.ts';
import { requestRead } from '../operations/requests/request-read.ts';
import { requestRemind } from '../operations/requests/request-remind.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

/** Consent requests and consents, for members. It opens requests and consents, never records. */
export const handler = serve(
  consentsOperations,
  {
    'request.create': requestCreate,
    'request.list': requestList,
    'request.read': requestRead,
    'request.cancel': requestCancel,
    'request.remind': requestRemind,
    'consent.list': consentList,
    'consent.read': consentRead,
    'consent.receipt': consentReceipt,
    'consent.revoke': consentRevoke,
  },
  { now, membership, recordRefusal },
);
