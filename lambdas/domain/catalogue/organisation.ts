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

/** What two admins state of the same legal person: one sets it, the other repeats it. */
export const naming = z.strictObject({
  legalName: organisation.shape.legalName,
  address: contact.shape.address,
});
export type Naming = z.output<typeof naming>;

/** Whether two versions of an organisation have another name or address: that they are one person takes two admins. */
export function isRenamed(before: Organisation, after: Organisation): boolean {
  return !isNamed(before, { legalName: after.legalName, address: after.contact.address });
}

/** Whether this is the name and address of an organisation. */
export function isNamed({ legalName, contact: { address } }: Organisation, other: Naming): boolean {
  return legalName === other.legalName && address === other.address;
}

/**
 * What makes a new version of an organisation another party than the one that people agreed to: country, role and
 * safeguard stay under a code.
 */
export function otherLegalPerson(before: Organisation, after: Organisation): InputFault[] {
  return (['country', 'role', 'safeguard'] as const)
    .filter((member) => before[member] !== after[member])
    .map((member) => ({ pointer: `/${member}`, detail: 'stays as it is: another one needs a new code' }));
}
