import * as z from 'zod/mini';
import {
  attestationId,
  code,
  consentId,
  deletionId,
  disclosureId,
  exportId,
  individualId,
  memberId,
  noticeId,
  recordId,
  requestId,
  tenantId,
} from '../domain/identifiers.ts';

/** The form of each path variable. A value of another form cannot be an existing id, so the answer is 404. */
export const parameters = {
  tenant: tenantId,
  member: memberId,
  organisation: code,
  category: code,
  notice: noticeId,
  version: z.string().check(z.regex(/^[1-9][0-9]{0,5}$/)),
  individual: individualId,
  record: recordId,
  request: requestId,
  consent: consentId,
  disclosure: disclosureId,
  attestation: attestationId,
  deletion: deletionId,
  export: exportId,
  part: z.string().check(z.regex(/^[1-9][0-9]{0,5}$/)),
  file: z.string().check(z.regex(/^[a-z0-9-]{1,40}\.(?:css|js|json|svg)$/)),
} as const;

/** The query of every list: how many items (at most 100) and the cursor to continue from. */
export const page = {
  limit: z._default(z.pipe(z.transform(wholeNumber), z.int().check(z.minimum(1), z.maximum(100))), 25),
  cursor: z.optional(z.string().check(z.maxLength(2048), z.regex(/^[A-Za-z0-9_-]+$/))),
};

// Decimal digits only: `0x10` and `1e1` are left as they are, and are no numbers.
function wholeNumber(text: unknown): unknown {
  return typeof text === 'string' && /^(?:0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : text;
}

/** Which version of an object a statement is wanted of: the newest if none is named. */
export const ofVersion = z.strictObject({
  version: z.optional(z.pipe(z.transform(wholeNumber), z.int().check(z.minimum(1), z.maximum(999_999)))),
});
