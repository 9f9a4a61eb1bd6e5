import { now } from '../adapters/clock.ts';
import { environment } from '../adapters/environment.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { session } from '../adapters/session.ts';
import { individualsOperations } from '../contract/operations/individuals.ts';
import { serve } from '../http/serve.ts';
import { arrivalRead } from './arrival-read.ts';
import { codeSend } from './code-send.ts';
import { codeVerify } from './code-verify.ts';
import { linkRenew } from './link-renew.ts';
import { myConsentList } from './my-consent-list.ts';
import { myConsentRead } from './my-consent-read.ts';
import { myConsentReceipt } from './my-consent-receipt.ts';
import { myConsentWithdraw } from './my-consent-withdraw.ts';
import { myDataRead } from './my-data-read.ts';
import { myDisclosureList } from './my-disclosure-list.ts';
import { requestDecide } from './request-decide.ts';
import { requestDecline } from './request-decline.ts';
import { requestNotForMe } from './request-not-for-me.ts';
import { requestPreview } from './request-preview.ts';
import { requestReceipt } from './request-receipt.ts';
import { requestShow } from './request-show.ts';
import { sessionEnd } from './session-end.ts';
import { sessionExtend } from './session-extend.ts';
import { sessionOpen } from './session-open.ts';
import { sessionRead } from './session-read.ts';

/** The individual's page API: each session opens only what belongs to its own individual, at its own level. */
export const handler = serve(
  individualsOperations,
  {
    'link.renew': linkRenew,
    'session.open': sessionOpen,
    'session.read': sessionRead,
    'session.extend': sessionExtend,
    'session.end': sessionEnd,
    'code.send': codeSend,
    'code.verify': codeVerify,
    'arrival.read': arrivalRead,
    'request.decline': requestDecline,
    'request.not-for-me': requestNotForMe,
    'request.show': requestShow,
    'request.preview': requestPreview,
    'request.decide': requestDecide,
    'request.receipt': requestReceipt,
    'my-consent.list': myConsentList,
    'my-consent.read': myConsentRead,
    'my-consent.receipt': myConsentReceipt,
    'my-consent.withdraw': myConsentWithdraw,
    'my-disclosure.list': myDisclosureList,
    'my-data.read': myDataRead,
  },
  { now, origin: () => new URL(environment('BASE_URL')).origin, session, recordRefusal },
);
