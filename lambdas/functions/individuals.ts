import { individualsOperations } from '../api/operations/individuals.ts';
import { serve } from '../http/serve.ts';
import { requestDecide } from '../operations/requests/request-decide.ts';
import { requestDecline } from '../operations/requests/request-decline.ts';
import { requestNotForMe } from '../operations/requests/request-not-for-me.ts';
import { requestPreview } from '../operations/requests/request-preview.ts';
import { requestShow } from '../operations/requests/request-show.ts';
import { arrivalRead } from '../operations/sessions/arrival-read.ts';
import { codeSend } from '../operations/sessions/code-send.ts';
import { codeVerify } from '../operations/sessions/code-verify.ts';
import { linkRenew } from '../operations/sessions/link-renew.ts';
import { sessionEnd } from '../operations/sessions/session-end.ts';
import { sessionExtend } from '../operations/sessions/session-extend.ts';
import { sessionOpen } from '../operations/sessions/session-open.ts';
import { sessionRead } from '../operations/sessions/session-read.ts';
import { now } from '../platform/runtime/clock.ts';
import { environment } from '../platform/runtime/environment.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { session } from '../stores/sessions/sessions.ts';

/**
 * The individual's sessions and decisions: each session opens only its own individual's data, as far as its level
 * allows.
 */
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
  },
  { now, origin: () => new URL(environment('BASE_URL')).origin, session, recordRefusal },
);
