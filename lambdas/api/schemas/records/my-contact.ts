import * as z from 'zod/mini';
import { email, instant } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const text = z.string();

/** The address that an individual is reached at, changed by themselves. */
export const myContactSchemas = {
  'my-contact.change': {
    summary: 'Send a code to the address that messages are to go to; nothing changes until it is typed',
    body: z.strictObject({ email }),
    status: 202,
    answer: z.object({ /** Masked address, for example `a…@example.org`. */ sentTo: text, endsAt: instant }),
    problems: ['conflict', 'too-many-requests', 'link-expired'],
  },
  'my-contact.confirm': {
    summary:
      'Take the new address with its code; the old one is informed, and no request is sent for 72 hours',
    body: z.strictObject({ code: z.string().check(z.regex(/^[0-9]{6}$/)) }),
    status: 200,
    /** Until `quietUntil` no consent request and no fresh link is sent. */
    answer: z.object({ /** Masked address. */ address: text, quietUntil: instant }),
    problems: ['conflict', 'wrong-code', 'locked', 'link-expired'],
  },
} as const satisfies Schemas;
