import { now } from '../adapters/clock.ts';
import { membership } from '../adapters/membership.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { consentsOperations } from '../contract/operations/consents.ts';
import { serve } from '../http/serve.ts';
import { consentList } from './consent-list.ts';
import { consentRead } from './consent-read.ts';
import { consentReceipt } from './consent-receipt.ts';
import { consentRevoke } from './consent-revoke.ts';
import { requestCancel } from './request-cancel.ts';
import { requestCreate } from './request-create.ts';
import { requestList } from './request-list.ts';
import { requestRead } from './request-read.ts';
import { requestRemind } from './request-remind.ts';

/** Asking for permission, and what came of it. What was asked and why is opened here, records never are. */
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
