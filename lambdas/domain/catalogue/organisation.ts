import * as z from 'zod/mini';
import type { InputFault } from '../problems.ts';
import { country, email, instant, line, phone, web } from '../values.ts';

const contact = z.strictObject({
  email: z.optional(email),
  phone: z.optional(phone),
  web: z.optional(web),
  address: line(300),
});

/** An organisation that requests and receives data. All of this is shown to individuals, so none of it is secret. */
export const organisation = z.strictObject({
  legalName: line(120),
  contact,
  /** The data protection officer to be named by notices. */
  officer: z.strictObject({ name: line(120), contact: line(300) }),
  country,
  role: z.enum(['controller', 'joint-controller', 'processor']),
  /** What makes a transfer to `country` lawful, where the country needs it. */
  safeguard: z.optional(z.enum(['adequacy', 'standard-clauses', 'binding-rules', 'explicit-consent'])),
  verified: z.strictObject({ by: line(120), at: instant }),
});
export type Organisation = z.output<typeof organisation>;

/**
 * What makes a new version of an organisation another party than the one that people agreed to: country, role and
 * safeguard stay under a code. Names, addresses and contacts may change.
 */
export function otherLegalPerson(before: Organisation, after: Organisation): InputFault[] {
  return (['country', 'role', 'safeguard'] as const)
    .filter((member) => before[member] !== after[member])
    .map((member) => ({ pointer: `/${member}`, detail: 'stays as it is: another one needs a new code' }));
}
